import type { Readable } from 'node:stream';
import type { StreamRegistry } from './streams.ts';

export interface DialBackOptions<Requester> {
  readonly streams: StreamRegistry;
  readonly requester: Requester;
  /** Where workers reach this very process, such as `http://127.0.0.1:8484/internal/streams`. */
  readonly url: string;
}

/** The upload of a host's worker that was asked for it; who gets it destroys it. Error: `engine-unreachable`. */
export async function dialBack(
  streams: StreamRegistry,
  signal: AbortSignal,
  ask: (token: string) => Promise<void>,
): Promise<Readable> {
  const { token, upload } = streams.expect(signal);
  const asked = ask(token);
  // Whichever fails first is the answer; the other's failure says nothing more.
  return await Promise.race([upload, asked.then(() => upload)]).catch((error: unknown) => {
    upload.catch(() => undefined);
    throw error;
  });
}

/** Undefined for what is no JSON: no schema takes that. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
