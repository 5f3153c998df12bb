import type { LoggedEvent } from '#contracts/events.ts';
import { isDomainError } from '#domain/errors.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { Logger } from '#platform/logger.ts';
import type { EventLog } from '#ports/event-log.ts';
import { createRing, type Ring } from './ring.ts';

/**
 * Fan-out of the event log within this process: one reader, any number of followers.
 *
 * INVARIANTS. The ring holds every event after its start, up to `position`. A follower has nothing but a cursor: it reads
 * from the ring, or from the log when it is further behind than the ring reaches, at its own pace. So a slow one costs no
 * memory, and none sees a gap or a repeat.
 */
export interface EventFeed {
  /** Newest position that this process knows of. */
  readonly position: number;
  /**
   * Everything after the position, in order, each event once. An empty batch says that there is nothing more for now: once
   * when all was read, then again after every `idleMs` of silence. Ends with the signal. Error: `position-gone`.
   */
  follow(request: FollowRequest): AsyncGenerator<readonly LoggedEvent[], void>;
  close(): Promise<void>;
}

export interface FollowRequest {
  readonly after: number;
  readonly task?: TaskId;
  readonly service?: ServiceId;
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

export interface FeedOptions {
  readonly log: EventLog;
  readonly logger: Logger;
  /** Events that are kept in memory. */
  readonly ringSize?: number;
  /** A notification may be lost with its connection, so the log is also read this often. */
  readonly lookMs?: number;
}

const pageSize = 500;

/** Reads from the log's present end on. Error: `database-unreachable`. */
export async function startEventFeed({
  log,
  logger,
  ringSize = 1024,
  lookMs = 5000,
}: FeedOptions): Promise<EventFeed> {
  const waiting = new Set<() => void>();
  const ring = createRing(await log.head(), ringSize);
  const pump = createPump(async () => {
    try {
      await readOn(log, ring);
    } catch (error) {
      if (!isDomainError(error)) throw error;
      // The log is away for a while, or we slept past its retention; followers that need what is gone are told.
      logger.warn({ err: error }, 'the event log could not be read');
      if (error.code === 'position-gone') ring.reset(await log.head());
    }
    for (const wake of [...waiting]) wake();
  });
  const look = () => void pump().catch((error) => logger.error({ err: error }, 'the event feed failed'));
  const stopListening = await log.onAppend(look);
  const timer = setInterval(look, lookMs);
  look();

  return {
    get position() {
      return ring.end;
    },
    follow: (request) => follow(request, { log, ring, waiting }),
    close: async () => {
      clearInterval(timer);
      await stopListening();
    },
  };
}

async function readOn(log: EventLog, ring: Ring): Promise<void> {
  for (;;) {
    const events = await log.read({ after: ring.end, limit: pageSize });
    for (const event of events) ring.push(event);
    if (events.length < pageSize) return;
  }
}

/** Runs the work once at a time; calls that come meanwhile lead to one more run, so that none is missed. */
function createPump(work: () => Promise<void>): () => Promise<void> {
  let running = false;
  let again = false;
  return async () => {
    again = true;
    if (running) return;
    running = true;
    try {
      while (again) {
        again = false;
        await work();
      }
    } finally {
      running = false;
    }
  };
}

interface Source {
  readonly log: EventLog;
  readonly ring: Ring;
  readonly waiting: Set<() => void>;
}

async function* follow(request: FollowRequest, source: Source): AsyncGenerator<readonly LoggedEvent[], void> {
  const { signal } = request;
  let cursor = request.after;
  let saidSo = false;
  while (!signal.aborted) {
    const batch = await readBatch(source, cursor, request);
    cursor = batch.cursor;
    if (batch.events.length > 0) yield batch.events;
    else if (cursor >= source.ring.end) {
      if (!saidSo) yield [];
      saidSo = true;
      const news = await waitForNews(source, cursor, request);
      if (news === 'idle') yield [];
    }
  }
}

/** Events after the cursor, and the position up to which nothing is missing then. */
async function readBatch(
  { log, ring }: Source,
  cursor: number,
  { task, service }: FollowRequest,
): Promise<{ readonly events: readonly LoggedEvent[]; readonly cursor: number }> {
  if (cursor >= ring.start && cursor <= ring.end) {
    const wanted = (event: LoggedEvent) =>
      (task === undefined || event.task === task) && (service === undefined || event.service === service);
    return { events: ring.after(cursor).filter(wanted), cursor: ring.end };
  }
  const known = ring.end;
  const events = await log.read({
    after: cursor,
    limit: pageSize,
    ...(task === undefined ? {} : { task }),
    ...(service === undefined ? {} : { service }),
  });
  const last = events.at(-1)?.position ?? cursor;
  return { events, cursor: events.length < pageSize ? Math.max(last, known) : last };
}

async function waitForNews(
  { ring, waiting }: Source,
  cursor: number,
  { idleMs, signal }: FollowRequest,
): Promise<'news' | 'idle'> {
  if (signal.aborted || ring.end > cursor) return 'news';
  const { promise, resolve } = Promise.withResolvers<'news' | 'idle'>();
  const wake = () => {
    if (ring.end > cursor) resolve('news');
  };
  const abort = () => resolve('news');
  const timer = setTimeout(() => resolve('idle'), idleMs);
  waiting.add(wake);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    waiting.delete(wake);
    signal.removeEventListener('abort', abort);
  }
}
