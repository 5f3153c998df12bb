import type { StreamRequest } from '#contracts/streams.ts';

/** Tells a host worker to dial back. Resolves once the host's queue has the request; error: `temporal-unreachable`. */
export interface StreamRequester {
  requestStream(request: StreamRequest): Promise<void>;
}
