import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** What AES-256-GCM yields, as text. */
export interface Box {
  readonly iv: string;
  readonly data: string;
  readonly tag: string;
}

export const boxSchema = z.object({ iv: z.base64(), data: z.base64(), tag: z.base64() });

/** A random 96-bit nonce is safe here: a data key encrypts one value, and the master key far fewer than 2^32. */
export function box(key: Uint8Array, content: Uint8Array, bound: Uint8Array): Box {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound);
  const data = Buffer.concat([cipher.update(content), cipher.final()]);
  return { iv: toText(iv), data: toText(data), tag: toText(cipher.getAuthTag()) };
}

/** Throws where key, content or what it is bound to is another one. */
export function unbox(key: Uint8Array, { iv, data, tag }: Box, bound: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, fromText(iv), { authTagLength: 16 });
  decipher.setAAD(bound).setAuthTag(fromText(tag));
  return Buffer.concat([decipher.update(fromText(data)), decipher.final()]);
}

function toText(bytes: Buffer): string {
  return bytes.toString('base64');
}

function fromText(text: string): Buffer {
  return Buffer.from(text, 'base64');
}
