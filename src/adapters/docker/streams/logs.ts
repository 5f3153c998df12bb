import { named } from '#adapters/docker/connection/engine-errors.ts';
import { lookAt, ownContainer } from '#adapters/docker/containers/containers.ts';
import { runs } from '#adapters/docker/containers/namespace.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { unixTime } from '#adapters/docker/times.ts';
import { DomainError } from '#domain/errors.ts';
import type { LogLine, LogRequest } from '#ports/container-runtime.ts';
import { logLines } from './log-lines.ts';

/** Reads as fast as its consumer does: what that one has not asked for waits in the engine. */
export async function* readLogs(context: DockerContext, request: LogRequest): AsyncGenerator<LogLine> {
  const { signal } = request;
  try {
    if (signal.aborted) return;
    const found = await ownContainer(context, request.container);
    const path = `/containers/${found.Id}/logs`;
    const chunks = context.engine.stream({ method: 'GET', path, query: queryOf(request) }, signal);
    yield* logLines(chunks, found.Config.Tty);
    if (request.follow) await requireEnded(context, found.Id);
  } catch (error) {
    if (!signal.aborted) throw named(error, 'internal');
  }
}

function queryOf({ tail, since, follow }: LogRequest): Readonly<Record<string, unknown>> {
  return {
    stdout: true,
    stderr: true,
    timestamps: true,
    follow,
    ...(tail === undefined ? {} : { tail }),
    ...(since === undefined ? {} : { since: unixTime(since) }),
  };
}

/** An engine that shuts down ends its log streams as if the container had ended. */
async function requireEnded(context: DockerContext, id: string): Promise<void> {
  const after = await lookAt(context, id);
  if (after === undefined || !runs(after)) return;
  throw new DomainError('engine-unreachable', `The log of "${after.Name}" broke off while it runs.`);
}
