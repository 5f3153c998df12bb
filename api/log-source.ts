import type { Readable } from 'node:stream';
import { z } from 'zod';
import { longestStreamRecord, type StreamRecord } from '#contracts/streams.ts';
import { DomainError, isErrorCode } from '#domain/errors.ts';
import type { LogLine, LogSource, ServiceLogRequest } from '#ports/log-source.ts';
import type { StreamRequester } from '#ports/stream-requester.ts';
import { type DialBackOptions, dialBack, parseJson } from './dial-back.ts';

/** Logs by dial-back: the host's worker is asked through its queue, and uploads them to this process. */
export function createDialBackLogSource(options: DialBackOptions<StreamRequester>): LogSource {
  return { logs: (request) => readLogs(request, options) };
}

async function* readLogs(
  { signal, ...request }: ServiceLogRequest,
  { streams, requester, url }: DialBackOptions<StreamRequester>,
): AsyncGenerator<LogLine, void> {
  const arrived = await dialBack(streams, signal, (token) =>
    requester.requestStream({ ...request, kind: 'logs', url, token }),
  );
  try {
    for await (const text of recordsOf(arrived)) {
      const record = parseRecord(text);
      if (record.type === 'error') throw new DomainError(record.code, record.message);
      const { time, stream, text: line } = record;
      yield { time, stream, text: line };
    }
  } finally {
    arrived.destroy();
  }
}

/** Lines of the upload, none longer than the longest record. */
async function* recordsOf(upload: Readable): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of upload) {
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestStreamRecord) throw new DomainError('internal', 'A stream record is too long.');
    yield* lines;
  }
  if (rest.trim() !== '') yield rest;
}

const recordSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('line'),
    time: z.string(),
    stream: z.enum(['stdout', 'stderr']),
    text: z.string(),
  }),
  z.strictObject({
    type: z.literal('error'),
    code: z.string().refine(isErrorCode),
    message: z.string().max(2000),
  }),
]);

function parseRecord(text: string): StreamRecord {
  const parsed = recordSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new DomainError('internal', 'A host worker uploaded what is no stream record.');
}
