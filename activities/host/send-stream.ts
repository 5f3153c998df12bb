import { Context } from '@temporalio/activity';
import { labels } from '#contracts/labels.ts';
import type { StreamRecord, StreamRequest } from '#contracts/streams.ts';
import { DomainError, isDomainError } from '#domain/errors.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import type { UploadTarget } from '#ports/upload-target.ts';

type LogRuntime = Pick<ContainerRuntime, 'listContainers' | 'inspect' | 'logs'>;

/** Dials back to the API instance that asked, and uploads at the pace at which somebody reads. */
export function sendStream(runtime: LogRuntime, uploads: UploadTarget) {
  return async (request: StreamRequest): Promise<void> => {
    const cancelled = Context.current().cancellationSignal;
    const ended = new AbortController();
    const signal = AbortSignal.any([cancelled, ended.signal]);
    try {
      await uploads.upload(request, records(request, runtime, signal), cancelled);
    } finally {
      ended.abort();
    }
  };
}

async function* records(
  request: StreamRequest,
  runtime: LogRuntime,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    const container = await containerOf(request, runtime);
    const { tail, follow, since } = request;
    const lines = runtime.logs({
      container,
      tail,
      follow,
      signal,
      ...(since === undefined ? {} : { since }),
    });
    for await (const line of lines) yield asLine({ type: 'line', ...line });
  } catch (error) {
    if (signal.aborted) return;
    yield asLine(errorRecord(error));
  }
}

function errorRecord(error: unknown): StreamRecord {
  if (isDomainError(error)) return { type: 'error', code: error.code, message: error.message };
  return { type: 'error', code: 'internal', message: 'The logs could not be read.' };
}

async function containerOf({ service, component }: StreamRequest, runtime: LogRuntime): Promise<string> {
  const containers = await runtime.listContainers({ service });
  const named = containers.find((container) => container.component === component);
  const chosen = component === undefined ? ((await mainOf(containers, runtime)) ?? containers[0]) : named;
  if (chosen !== undefined) return chosen.name;
  throw new DomainError('not-found', `${service} has no ${component ?? 'container'}.`);
}

/** The main component's container is the one that carries the desired state. */
async function mainOf(containers: Awaited<ReturnType<LogRuntime['listContainers']>>, runtime: LogRuntime) {
  for (const container of containers) {
    const label = (await runtime.inspect(container.name))?.labels[labels.desired];
    if (label !== undefined && label !== '') return container;
  }
  return undefined;
}

function asLine(record: StreamRecord): Uint8Array {
  return Buffer.from(`${JSON.stringify(record)}\n`);
}
