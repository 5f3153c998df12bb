import { type IncomingMessage, request } from 'node:http';
import { DomainError } from '#domain/errors.ts';
import type { AnswerReader, AppQuestion } from '#ports/answer-reader.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
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

async function ask(host: string, question: AppQuestion, signal: AbortSignal): Promise<unknown> {
  const answer = await get(host, question, signal);
  try {
    return answer.statusCode === 200 ? JSON.parse(await readBody(answer)) : undefined;
  } finally {
    answer.destroy();
  }
}

function get(host: string, question: AppQuestion, signal: AbortSignal): Promise<IncomingMessage> {
  const { port, path, headers: own } = question;
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', connection: 'close', 'user-agent': 'showrunner', ...own };
    const sent = request({ host, port, path, agent: false, headers, signal }, resolve);
    sent.once('error', reject);
    sent.end();
  });
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largestBody) throw new RangeError('the answer is too long');
  }
  return Buffer.concat(chunks).toString('utf8');
}
