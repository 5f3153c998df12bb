import { type ApiError, isApiError, unreachable } from './errors.ts';
import type { StreamOptions } from './stream.ts';

const firstPauseMs = 250;
const longestPauseMs = 10_000;

/** Pauses that grow while nothing succeeds, up to a limit, and a time after which nothing is tried any more. */
export interface Retry {
  /** Something succeeded: the next pause is short again. */
  reset(): void;
  /** Waits before the next try; throws what cannot pass, or has not passed for too long. */
  pause(error?: unknown): Promise<void>;
}

export function createRetry(url: string, { signal, onTrouble, giveUpMs = 120_000 }: StreamOptions): Retry {
  let pauseMs = firstPauseMs;
  let failingSince: number | undefined;
  return {
    reset: () => {
      pauseMs = firstPauseMs;
      failingSince = undefined;
    },
    pause: async (error) => {
      if (signal?.aborted) return;
      if (error !== undefined) {
        const trouble = isApiError(error) ? error : unreachable(url, error);
        failingSince ??= performance.now();
        if (!isPassing(trouble) || performance.now() - failingSince >= giveUpMs) throw trouble;
        onTrouble?.(trouble, pauseMs);
      }
      await sleep(pauseMs * (0.75 + Math.random() / 2), signal);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    },
  };
}

/** What a later try may not meet again: no answer, an outage, too many requests. */
function isPassing({ status, code }: ApiError): boolean {
  return code === 'api-unreachable' || status === 429 || status >= 500;
}

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => resolve();
  const timer = setTimeout(wake, ms);
  signal?.addEventListener('abort', wake, { once: true });
  await promise;
  clearTimeout(timer);
  signal?.removeEventListener('abort', wake);
}
