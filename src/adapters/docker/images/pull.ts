import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import { jsonLines } from '#adapters/docker/connection/json-lines.ts';
import type { EngineRequest } from '#adapters/docker/connection/transport.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { isDomainError } from '#domain/errors.ts';
import type { PullOutcome, PullRequest } from '#ports/container-runtime.ts';
import { pulledReference } from './image-reference.ts';
import { findImage, type PresentImage } from './images.ts';
import { pullError } from './pull-errors.ts';
import { createPullProgress, type PullMessage, pullMessage } from './pull-progress.ts';

/** Adopts an image that is there. The stream's end proves nothing, so the image is looked at afterwards. */
export async function pullImage(context: DockerContext, request: PullRequest): Promise<PullOutcome> {
  const { image, digest, signal } = request;
  signal.throwIfAborted();
  const before = await findImage(context, image, digest);
  if (before !== undefined) return outcome('adopted', `${image} is there`, before);
  await follow(context, request);
  const after = await findImage(context, image, digest);
  if (after === undefined)
    throw pullError(image, 'the pull ended without an error, and the image is not there');
  return outcome('done', `pulled ${image}`, after);
}

function outcome(how: PullOutcome['outcome'], detail: string, found: PresentImage): PullOutcome {
  return { outcome: how, detail, ...(found.digest === undefined ? {} : { digest: found.digest }) };
}

async function follow(context: DockerContext, request: PullRequest): Promise<void> {
  const progress = createPullProgress(request.onProgress);
  const silence = context.engine.deadlines.pullSilence;
  try {
    const chunks = context.engine.stream(pullRequest(request, silence), request.signal, silence);
    for await (const message of jsonLines(pullMessage, chunks)) {
      const failure = failureIn(message);
      if (failure !== undefined) throw pullError(request.image, failure);
      progress.saw(message);
    }
  } catch (error) {
    throw request.signal.aborted ? request.signal.reason : failed(request, silence, error);
  }
  progress.finish();
}

function pullRequest({ image, digest }: PullRequest, silence: number): EngineRequest {
  return {
    method: 'POST',
    path: '/images/create',
    query: { fromImage: pulledReference(image, digest) },
    deadline: silence,
  };
}

/** The engine answers 200 before it fetches; what goes wrong then comes as a last message. */
function failureIn({ error, errorDetail }: PullMessage): string | undefined {
  return errorDetail?.message ?? error;
}

function failed({ image }: PullRequest, silence: number, error: unknown): unknown {
  if (isRefusal(error)) return pullError(image, error.message, error.status, error);
  // The engine is silent while its registry is, and it has answered the inspection before.
  if (isDomainError(error) && error.code === 'engine-timeout') {
    return pullError(image, `nothing was heard of it for ${silence / 1000} s`, undefined, error);
  }
  return error;
}
