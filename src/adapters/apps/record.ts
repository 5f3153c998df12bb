import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { type LinkSpec, linkRecordsOwner } from '#domain/link.ts';
import { parseSecretReference, type SecretPath, secretPath } from '#domain/secret.ts';
import type { HostSecrets } from '#ports/secret-store.ts';
import { parseJson } from './answers.ts';

const recordShape = z.strictObject({
  format: z.literal(1),
  /** The task that made the link, where one was named: its repeated attempts own it too. */
  task: z.string().optional(),
  /** The application's own id of what was made; absent until its answer was read. */
  id: z.int().optional(),
  /** Values that were written last, by field. Never a secret. */
  wrote: z.record(z.string(), z.unknown()),
  /** Versions of the secrets that were written last, by field. */
  secrets: z.record(z.string(), z.int()),
});

/** What Showrunner wrote into an application, so that a person's later change can be told from its own. */
export type LinkRecord = Readonly<Omit<z.infer<typeof recordShape>, 'format'>>;

export interface LinkRecords {
  read(): Promise<LinkRecord | undefined>;
  write(record: LinkRecord): Promise<void>;
  forget(): Promise<void>;
}

/** Kept in the secret store, which every host worker reaches already (docs/decisions/0020). */
export function linkRecords(secrets: HostSecrets, link: LinkSpec, origin: string): LinkRecords {
  const path = recordPath(link);
  return {
    async read() {
      const newest = await secrets.readNewest(path);
      return newest === undefined ? undefined : parseRecord(path, newest.value);
    },
    async write(record) {
      const value = JSON.stringify({ format: 1, ...record });
      const newest = await secrets.readNewest(path);
      if (newest?.value === value) return;
      const expected = newest === undefined ? 0 : parseSecretReference(newest.reference).version;
      await secrets.write(path, value, { expected, origin });
    },
    forget: () => secrets.remove(path),
  };
}

/** A path of its own owner: records are no secrets of a service, and must not move its configuration hash. */
export function recordPath(link: LinkSpec): SecretPath {
  const subject = link.kind === 'root-folder' ? link.arguments.path : link.provider.service;
  const name = `${link.consumer.service}.${link.kind}.${subject}`;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 24);
  return secretPath(linkRecordsOwner, `${link.kind}-${digest}`);
}

function parseRecord(path: SecretPath, text: string): LinkRecord {
  const parsed = recordShape.safeParse(parseJson(text));
  if (!parsed.success) throw new DomainError('secret-unreadable', `The link record ${path} is damaged.`);
  const { format: _, ...record } = parsed.data;
  return record;
}
