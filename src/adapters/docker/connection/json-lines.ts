import type { z } from 'zod';
import { DomainError } from '#domain/errors.ts';

/** No message of the engine is longer; more without a line end is not its protocol. */
const longest = 4 * 1024 * 1024;

/** The messages of an endless answer. One that does not parse is an error, not a gap. */
export async function* jsonLines<T>(schema: z.ZodType<T>, chunks: AsyncIterable<Buffer>): AsyncGenerator<T> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longest) throw notUnderstood(undefined);
    yield* lines.filter((line) => line.trim() !== '').map((line) => parse(schema, line));
  }
  if (rest.trim() !== '') yield parse(schema, rest);
}

function parse<T>(schema: z.ZodType<T>, line: string): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (error) {
    throw notUnderstood(error);
  }
}

function notUnderstood(cause: unknown): DomainError {
  return new DomainError('internal', 'A message in the Docker engine’s stream was not understood.', {
    cause,
  });
}
