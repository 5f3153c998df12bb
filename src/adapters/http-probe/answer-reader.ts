import { DomainError } from '#domain/errors.ts';
import type { AnswerReader, AppQuestion } from '#ports/answer-reader.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import { get, readBody } from './exchange.ts';
import { within } from './within.ts';

/** A list of all that a large library has ever been told to do stays far below. */
const largestBody = 4 * 1024 * 1024;

/** Asks over HTTP, at the container's own address. */
export function createAnswerReader(runtime: Pick<ContainerRuntime, 'inspect'>): AnswerReader {
  return {
    async read(question, timeoutSeconds) {
      const started = performance.now();
      const { container } = question;
      const late = (): Error =>
        new DomainError('engine-timeout', `The engine did not describe "${container}" in time.`);
      const found = await within(timeoutSeconds, late, () => runtime.inspect(container));
      const [address] = Object.values(found?.addresses ?? {}).filter((one) => one !== '');
      if (found?.state !== 'running' || address === undefined) return undefined;
      const left = timeoutSeconds - (performance.now() - started) / 1000;
      const silence = (): Error => new Error('no answer in time');
      // Whatever becomes of the question, refused headers included, there is no answer; the error may quote a header.
      return within(left, silence, (signal) => ask(address, question, signal)).catch(() => undefined);
    },
  };
}

async function ask(host: string, { headers, ...where }: AppQuestion, signal: AbortSignal): Promise<unknown> {
  const answer = await get(host, { ...where, headers: { accept: 'application/json', ...headers } }, signal);
  try {
    if (answer.statusCode !== 200) return undefined;
    const { text, whole } = await readBody(answer, largestBody);
    return whole ? JSON.parse(text) : undefined;
  } finally {
    answer.destroy();
  }
}
