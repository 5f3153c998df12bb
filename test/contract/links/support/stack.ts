import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import type { LinkEnd } from '#domain/link.ts';
import { secretPath } from '#domain/secret.ts';
import { arrApps } from '#lab/stand-ins/arr/apps.ts';
import { createArr } from '#lab/stand-ins/arr/server.ts';
import { createJellyfin } from '#lab/stand-ins/jellyfin/server.ts';
import { type Listening, listen } from '#lab/stand-ins/shared/http.ts';
import type { LinkApplier } from '#ports/link-applier.ts';
import { linkEnd, loopback } from './ends.ts';
import { createMemorySecretStore, type MemorySecretStore } from './memory-secret-store.ts';

type ArrName = keyof typeof arrApps;

/** Stand-ins of the lab in this process, with their state in one temporary folder. */
export interface Stack extends AsyncDisposable {
  readonly secrets: MemorySecretStore;
  readonly applier: LinkApplier;
  readonly signal: AbortSignal;
  /** A folder that the programs may use as theirs. */
  folder(name: string): string;
  /** Starts it, or starts it again on its state: with the newest key, as a recreated container has it. */
  arr(name: ArrName): Promise<LinkEnd>;
  jellyfin(): Promise<LinkEnd>;
  /** A call as a person's browser makes it, in the *arr's own API. */
  byHand(
    end: LinkEnd,
    path: string,
    change?: { readonly method: string; readonly body: unknown },
  ): Promise<unknown>;
}

export function createStack(): Stack {
  const root = mkdtempSync(join(tmpdir(), 'showrunner-links-'));
  const running = new Map<string, Listening>();
  const secrets = createMemorySecretStore();
  const folder = (name: string): string => {
    const path = join(root, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const start = async (name: string, standIn: Parameters<typeof listen>[0]): Promise<number> => {
    const before = running.get(name);
    await before?.close();
    const server = await listen(standIn, before?.port ?? 0, '127.0.0.1');
    running.set(name, server);
    return server.port;
  };
  return {
    secrets,
    applier: createLinkApplier({ addresses: loopback, secrets }),
    signal: AbortSignal.timeout(60_000),
    folder,
    async arr(name) {
      const key = await newestOr(secrets, name, 'api-key', `${name}-canary-key-0123456789`);
      await newestOr(secrets, name, 'password', `${name}-canary-password`);
      const env = {
        [`${name.toUpperCase()}__AUTH__APIKEY`]: key,
        [`${name.toUpperCase()}__AUTH__METHOD`]: 'Forms',
      };
      return linkEnd(name, await start(name, createArr(arrApps[name], folder(name), env)), [
        'api-key',
        'password',
      ]);
    },
    async jellyfin() {
      await newestOr(secrets, 'jellyfin', 'admin-password', 'jellyfin-canary-password');
      const port = await start('jellyfin', createJellyfin(folder('jellyfin'), 0));
      return linkEnd('jellyfin', port, ['admin-password', 'api-key']);
    },
    async byHand(end, path, change) {
      const key = (await secrets.readNewest(secretPath(end.service, 'api-key')))?.value ?? '';
      const response = await fetch(`http://127.0.0.1:${end.port}${path}`, {
        method: change?.method ?? 'GET',
        headers: {
          'x-api-key': key,
          authorization: `MediaBrowser Token="${key}"`,
          'content-type': 'application/json',
        },
        ...(change === undefined ? {} : { body: JSON.stringify(change.body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path} answered ${response.status} ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running.values()].map((server) => server.close()));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function newestOr(
  secrets: MemorySecretStore,
  owner: string,
  name: string,
  first: string,
): Promise<string> {
  const path = secretPath(owner, name);
  const newest = await secrets.readNewest(path);
  if (newest !== undefined) return newest.value;
  await secrets.put(path, first);
  return first;
}
