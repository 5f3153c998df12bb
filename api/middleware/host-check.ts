import { TransportError } from '../errors.ts';

/**
 * Refuses requests that name another host: a web page that has its own name resolve to this address (DNS rebinding) would
 * else be let in by the browser. Loopback names and addresses are always this host, and so is what was configured.
 */
export function createHostCheck(names: readonly string[]): (host: string | undefined) => void {
  const known = new Set([...loopback, ...names.map((name) => name.toLowerCase())]);
  return (host) => {
    const name = host === undefined ? undefined : nameOf(host);
    if (name !== undefined && known.has(name)) return;
    throw new TransportError('wrong-host', 'The Host header names no address of this API.');
  };
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

function nameOf(host: string): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[^:\s/]+)(?::\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase();
}
