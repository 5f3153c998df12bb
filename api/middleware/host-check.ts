import { isIP } from 'node:net';
import { TransportError } from '../errors.ts';

/**
 * Refuses requests under a foreign name: a web page that has its own name resolve to this address (DNS rebinding) would else
 * be let in by the browser. An address is no name, so it cannot have been made to resolve to anything.
 */
export function createHostCheck(names: readonly string[]): (host: string | undefined) => void {
  const known = new Set(['localhost', ...names.map((name) => name.toLowerCase())]);
  return (host) => {
    const name = host === undefined ? undefined : nameOf(host);
    if (name !== undefined && (known.has(name) || isIP(name) !== 0)) return;
    throw new TransportError('wrong-host', 'The Host header names no address of this API.');
  };
}

function nameOf(host: string): string | undefined {
  const [, address, name] = /^(?:\[([0-9a-f:.]+)\]|([^:\s/]+))(?::\d{1,5})?$/i.exec(host) ?? [];
  return (address ?? name)?.toLowerCase();
}
