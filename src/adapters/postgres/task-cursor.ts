import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';

/** The last task of a page. Tasks that are archived later never move what follows it. */
export interface TaskCursor {
  readonly closedAt: string;
  readonly id: TaskId;
}

export function encodeCursor({ closedAt, id }: TaskCursor): string {
  return Buffer.from(JSON.stringify([closedAt, id])).toString('base64url');
}

export function decodeCursor(text: string): TaskCursor {
  const parsed = cursorSchema.safeParse(decode(text));
  if (parsed.success) return parsed.data;
  throw new DomainError('invalid-input', 'The cursor is not one that a list gave.', {
    faults: [{ field: 'cursor', reason: 'must be the "next" of an earlier page' }],
  });
}

const cursorSchema = z
  .tuple([z.iso.datetime(), z.string().min(1).max(200)])
  .transform(([closedAt, id]): TaskCursor => ({ closedAt, id: id as TaskId }));

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
