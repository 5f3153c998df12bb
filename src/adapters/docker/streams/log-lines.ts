import { DomainError } from '#domain/errors.ts';
import type { LogLine } from '#ports/container-runtime.ts';

/** The engine itself splits what a program writes without a line end at this length. */
export const longestLine = 16 * 1024;
const headerSize = 8;
const largestFrame = 1024 * 1024;

type Stream = LogLine['stream'];

interface Message {
  readonly stream: Stream;
  readonly bytes: Buffer;
}

/** Lines of a container's log as the engine sends it with timestamps. At most one frame is held at a time. */
export async function* logLines(chunks: AsyncIterable<Buffer>, tty: boolean): AsyncGenerator<LogLine> {
  const times: Record<Stream, string> = { stdout: '', stderr: '' };
  for await (const { stream, bytes } of tty ? terminalMessages(chunks) : framedMessages(chunks)) {
    const { time, text } = splitTime(bytes.toString('utf8'));
    times[stream] = time ?? times[stream];
    for (const piece of pieces(text)) yield { time: times[stream], stream, text: piece };
  }
}

/** Output without a terminal comes in frames of a stream number and a length; one frame is one message. */
export async function* framedMessages(chunks: AsyncIterable<Buffer>): AsyncGenerator<Message> {
  let buffer: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = headerSize + (buffer.length < headerSize ? 0 : frameLength(buffer));
      if (buffer.length < headerSize || buffer.length < end) break;
      yield { stream: buffer[0] === 2 ? 'stderr' : 'stdout', bytes: buffer.subarray(headerSize, end) };
      buffer = buffer.subarray(end);
    }
  }
}

function frameLength(buffer: Buffer): number {
  const length = buffer.readUInt32BE(4);
  if ((buffer[0] ?? 3) <= 2 && length <= largestFrame) return length;
  throw new DomainError('internal', 'The Docker engine’s output stream was not understood.');
}

/** A terminal has one stream without frames: its messages end where its lines do. */
async function* terminalMessages(chunks: AsyncIterable<Buffer>): AsyncGenerator<Message> {
  let buffer: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    buffer = Buffer.concat([buffer, chunk]);
    for (let end = messageEnd(buffer); end > 0; end = messageEnd(buffer)) {
      yield { stream: 'stdout', bytes: buffer.subarray(0, end) };
      buffer = buffer.subarray(end);
    }
  }
  if (buffer.length > 0) yield { stream: 'stdout', bytes: buffer };
}

/** After a line end, or where the engine split a long line: there the next timestamp follows. */
function messageEnd(buffer: Buffer): number {
  const lineEnd = buffer.indexOf(0x0a) + 1;
  const timeEnd = buffer.indexOf(0x20) + 1;
  const limit = timeEnd + longestLine;
  if (lineEnd > 0 && lineEnd <= limit + 1) return lineEnd;
  return buffer.length > limit ? limit : 0;
}

function splitTime(text: string): { readonly time?: string; readonly text: string } {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) /.exec(text);
  return match?.[1] === undefined ? { text } : { time: match[1], text: text.slice(match[0].length) };
}

function* pieces(text: string): Generator<string> {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  for (const line of lines) {
    for (let from = 0; from === 0 || from < line.length; from += longestLine) {
      yield line.slice(from, from + longestLine);
    }
  }
}
