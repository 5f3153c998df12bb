import { z } from 'zod';
import type { TaskSummary } from '#contracts/task.ts';
import { DomainError } from '#domain/errors.ts';
import type { TaskQuery } from '#ports/task-engine.ts';
import { sha256 } from '../digest.ts';
import type { Ports } from '../ports.ts';

type Needs = Pick<Ports, 'engine' | 'tasks'>;

export interface TaskPage {
  readonly tasks: readonly TaskSummary[];
  readonly next?: string;
}

/**
 * One list over two places: what the engine still knows, then what only the archive has. A task is in one of them for
 * this list: an archived one that the engine knows was listed before. Error: `invalid-input` for a cursor that is none.
 */
export async function listTasks(ports: Needs, query: TaskQuery): Promise<TaskPage> {
  const { cursor, ...filter } = query;
  const at = cursor === undefined ? { place: 'engine' as const } : readCursor(cursor);
  const found: TaskSummary[] = [];
  let place: Place | undefined = at;
  for (let pages = 0; place !== undefined && found.length < filter.limit && pages < mostPages; pages += 1) {
    const page: Page = await readPage(ports, { ...filter, limit: filter.limit - found.length }, place);
    found.push(...page.tasks);
    place = page.next;
  }
  return { tasks: found, ...(place === undefined ? {} : { next: writeCursor(place) }) };
}

/** Archive pages may be all duplicates: a request looks at so many and gives a short page then. */
const mostPages = 4;

type Place = z.infer<typeof placeSchema>;

interface Page {
  readonly tasks: readonly TaskSummary[];
  readonly next: Place | undefined;
}

async function readPage(ports: Needs, filter: TaskQuery, { place, cursor }: Place): Promise<Page> {
  const query = { ...filter, ...(cursor === undefined ? {} : { cursor }) };
  if (place === 'engine') {
    const { tasks, next } = await ports.engine.list(query);
    return { tasks, next: next === undefined ? { place: 'archive' } : { place, cursor: next } };
  }
  const { tasks, next } = await ports.tasks.list(query);
  const descriptions = await Promise.all(tasks.map(({ id }) => ports.engine.describe(id)));
  return {
    tasks: tasks.filter((_, at) => descriptions[at] === undefined),
    next: next === undefined ? undefined : { place, cursor: next },
  };
}

const placeSchema = z.strictObject({
  place: z.enum(['engine', 'archive']),
  cursor: z.string().max(3000).exactOptional(),
});

/** Carries a check, so that a cursor which was cut or changed is told from one that a list gave before an engine is asked. */
function writeCursor(place: Place): string {
  const text = Buffer.from(JSON.stringify(place)).toString('base64url');
  return `${text}.${checkOf(text)}`;
}

function readCursor(cursor: string): Place {
  const [text = '', check] = cursor.split('.');
  const parsed = placeSchema.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  if (parsed.success && check === checkOf(text)) return parsed.data;
  const faults = [{ field: 'cursor', reason: 'is not the "next" of a page' }];
  throw new DomainError('invalid-input', 'The cursor is not one that a list gave.', { faults });
}

function checkOf(text: string): string {
  return sha256(`cursor ${text}`).slice(0, 8);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
