import { DomainError } from '#domain/errors.ts';

/** Gives up what takes too long: one silence, or the whole. Disposing ends what still reads. */
export interface Watch extends Disposable {
  readonly signal: AbortSignal;
  /** Something came: the silence begins anew. */
  readonly heard: () => void;
}

export interface WatchLimits {
  readonly silenceMs: number;
  readonly wholeMs: number;
}

export function startWatch({ silenceMs, wholeMs }: WatchLimits): Watch {
  const control = new AbortController();
  const giveUp = (what: string) => () => control.abort(new DomainError('precondition-failed', what));
  const silence = setTimeout(giveUp(`nothing came for ${silenceMs / 1000} s.`), silenceMs);
  const whole = setTimeout(giveUp(`it took more than ${wholeMs / 1000} s.`), wholeMs);
  return {
    signal: control.signal,
    heard: () => void silence.refresh(),
    [Symbol.dispose]: () => {
      clearTimeout(silence);
      clearTimeout(whole);
      control.abort();
    },
  };
}

/** Passes on what comes, up to so many bytes: more is refused as soon as it is there, and never kept. */
export function readBounded(mostBytes: number, watch: Watch) {
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const chunk of chunks) {
      watch.heard();
      bytes += chunk.length;
      if (bytes > mostBytes)
        throw new DomainError('download-corrupt', `It is larger than the ${mostBytes} bytes expected.`);
      yield chunk;
    }
  };
}
