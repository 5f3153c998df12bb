import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import type { HostId } from '#domain/ids.ts';
import { createFileOnce, readFileIfPresent } from '#platform/files.ts';

/**
 * A task's token is all that Temporal asks of who answers for it, so a host is given it with a seal of its own: what comes back was
 * handed to this very host. The seal needs no memory, so work goes on when the gateway has been away.
 */
export interface TaskTokens {
  seal(host: HostId, token: Uint8Array): Uint8Array;
  /** The token, or undefined where it was not handed to that host. */
  open(host: HostId, sealed: Uint8Array): Uint8Array | undefined;
}

const sealBytes = 32;

export function createTaskTokens(key: Uint8Array): TaskTokens {
  const sealOf = (host: HostId, token: Uint8Array) =>
    createHmac('sha256', key).update(`${host}\n`).update(token).digest();
  return {
    seal: (host, token) => Buffer.concat([sealOf(host, token), token]),
    open: (host, sealed) => {
      if (sealed.length <= sealBytes) return undefined;
      const token = sealed.subarray(sealBytes);
      return timingSafeEqual(sealed.subarray(0, sealBytes), sealOf(host, token)) ? token : undefined;
    },
  };
}

/** The key of the seals, made once. Error: `home-unusable`. */
export async function readSealKey(folder: string): Promise<Uint8Array> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'task-tokens.key');
  if ((await readFileIfPresent(file)) === undefined) {
    await createFileOnce(file, `${randomBytes(32).toString('base64')}\n`);
  }
  const key = Buffer.from((await readFileIfPresent(file)) ?? '', 'base64');
  if (key.length === 32) return key;
  throw new DomainError('home-unusable', `${file} is damaged. Remove it: the next start makes another.`);
}
