import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { type SecretPath, secretReference } from '#domain/secret.ts';
import { box, boxSchema, unbox } from './box.ts';
import type { MasterKey } from './master-key.ts';

export interface SecretIdentity {
  readonly path: SecretPath;
  readonly version: number;
}

export interface OpenedSecret {
  readonly value: string;
  /** Task that wrote it. */
  readonly origin: string;
}

/**
 * One version as the text of its file: the value under a data key of its own, the data key under the master key. Both are
 * bound to path, version and origin, so that a file that was copied in another one's place does not open.
 */
export function sealEnvelope(
  value: string,
  identity: SecretIdentity & { readonly origin: string },
  master: MasterKey,
): string {
  const dataKey = randomBytes(32);
  const bound = boundTo(identity, identity.origin);
  const envelope: Envelope = {
    format: 1,
    origin: identity.origin,
    masterKey: master.id,
    key: master.wrap(dataKey, bound),
    value: box(dataKey, Buffer.from(value, 'utf8'), bound),
  };
  return `${JSON.stringify(envelope)}\n`;
}

/** Error: `secret-unreadable` for another master key, and for a file that is damaged, altered or not where it belongs. */
export function openEnvelope(text: string, identity: SecretIdentity, master: MasterKey): OpenedSecret {
  const { origin, masterKey, key, value } = parse(text, identity);
  if (masterKey !== master.id) throw unreadable(identity, 'it was written under another master key');
  const bound = boundTo(identity, origin);
  try {
    const opened = unbox(master.unwrap(key, bound), value, bound);
    return { value: opened.toString('utf8'), origin };
  } catch (cause) {
    throw unreadable(identity, 'its file is damaged, altered or belongs elsewhere', cause);
  }
}

type Envelope = z.infer<typeof envelopeSchema>;

const envelopeSchema = z.object({
  format: z.literal(1),
  origin: z.string(),
  masterKey: z.string(),
  key: boxSchema,
  value: boxSchema,
});

function parse(text: string, identity: SecretIdentity): Envelope {
  const parsed = envelopeSchema.safeParse(decode(text));
  if (parsed.success) return parsed.data;
  throw unreadable(identity, 'its file is not one of a keyring');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function boundTo({ path, version }: SecretIdentity, origin: string): Buffer {
  return Buffer.from(JSON.stringify(['showrunner-secret', 1, path, version, origin]), 'utf8');
}

function unreadable({ path, version }: SecretIdentity, reason: string, cause?: unknown): DomainError {
  const detail = `${secretReference(path, version)} cannot be decrypted: ${reason}.`;
  return new DomainError('secret-unreadable', detail, cause === undefined ? {} : { cause });
}
