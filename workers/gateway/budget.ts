import { constants, type ServerHttp2Stream } from 'node:http2';
import type { HostId } from '#domain/ids.ts';

/** In bytes. */
export interface BudgetLimits {
  readonly ofHost: number;
  /** Of all together who show no certificate. */
  readonly ofStrangers: number;
}

/** Memory that requests hold, by whose they are: one host must not use up what the process has for all. */
export interface Budget {
  /** Counts until the stream is closed. Throws, and ends the request, where its host holds too much already. */
  hold(stream: ServerHttp2Stream, host: HostId | undefined, bytes: number): void;
}

export function createBudget({ ofHost, ofStrangers }: BudgetLimits): Budget {
  const byHost = new Map<HostId | undefined, number>();
  const byStream = new Map<ServerHttp2Stream, number>();
  const add = (host: HostId | undefined, bytes: number): number => {
    const sum = (byHost.get(host) ?? 0) + bytes;
    if (sum === 0) byHost.delete(host);
    else byHost.set(host, sum);
    return sum;
  };
  const release = (stream: ServerHttp2Stream, host: HostId | undefined): void => {
    add(host, -(byStream.get(stream) ?? 0));
    byStream.delete(stream);
  };
  return {
    hold: (stream, host, bytes) => {
      // It may have told of its end already, and would never be released.
      if (stream.destroyed) throw new Error('The request is over.');
      const before = byStream.get(stream);
      if (before === undefined) stream.once('close', () => release(stream, host));
      byStream.set(stream, (before ?? 0) + bytes);
      if (add(host, bytes) <= (host === undefined ? ofStrangers : ofHost)) return;
      // Told as an outage, which the other end waits out: there is room again when other requests have ended.
      stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
      throw new Error('The requests of this host hold too much.');
    },
  };
}
