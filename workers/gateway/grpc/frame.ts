import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { refusal } from './status.ts';

/** Whether it is compressed, and its length, before each message. */
export const headBytes = 5;
const unzip = promisify(gunzip);

/** Largest message of a host, in bytes: what Temporal itself takes at most of one payload. */
export const largestMessage = 2 * 1024 * 1024;
/** Of what never holds a payload: a poll, or a worker's word of itself. Thousands of empty entries take long to read. */
export const largestSmallMessage = 64 * 1024;

/** The one message of a unary call. Compressed ones are unpacked up to the same bound. */
export async function readMessage(
  body: Buffer,
  encoding: string | undefined,
  largest: number,
): Promise<Buffer> {
  if (body.length < headBytes || body.length !== headBytes + body.readUInt32BE(1)) {
    throw refusal('invalid-argument', 'A call holds exactly one message.');
  }
  const message = body.subarray(headBytes);
  if (body[0] === 0) return message;
  if (body[0] !== 1 || encoding !== 'gzip') throw refusal('invalid-argument', 'Only gzip is understood.');
  try {
    return await unzip(message, { maxOutputLength: largest });
  } catch {
    // Of a message that is too large and of one that is damaged, the same has to be told: it is not taken.
    throw refusal('resource-exhausted', 'The message cannot be unpacked within its bound.');
  }
}

/** A message as it travels, not compressed. */
export function frame(message: Uint8Array): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
