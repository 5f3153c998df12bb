import { BlockList } from 'node:net';
import { DomainError } from '#domain/errors.ts';
import type { Host } from '#domain/host.ts';

export interface AddressClaim {
  readonly host: Host['id'];
  /** IPv4. */
  readonly address: string;
  /** The other end of the connection; undefined where it is gone. */
  readonly from: string | undefined;
}

/**
 * Other hosts are sent to this address, so it must lead to the host itself. That it is the one from which the host comes cannot be
 * asked for: between the two there may be a translation. Error: `join-refused`.
 */
export function assertHostAddress({ host, address, from }: AddressClaim, known: readonly Host[]): void {
  if (nowhere.check(address)) throw refused(`${address} is not the address of one machine.`);
  if (loopback.check(address)) {
    // A second engine on the machine of the control plane, which then is the only place from which it is reached.
    if (isLoopback(from)) return;
    throw refused(`${address} is a loopback address: no other host reaches this one there.`);
  }
  const isTaken = known.some((other) => other.id !== host && other.address === address);
  if (isTaken) throw refused(`${address} is the address of another host.`);
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);

/** "This network", multicast, and what is reserved, broadcast with it. */
const nowhere = new BlockList();
nowhere.addSubnet('0.0.0.0', 8);
nowhere.addSubnet('224.0.0.0', 4);
nowhere.addSubnet('240.0.0.0', 4);

/** Of a socket that takes IPv6 too, an IPv4 address comes mapped. */
function isLoopback(address: string | undefined): boolean {
  return address === '::1' || loopback.check(address?.replace(/^::ffff:/, '') ?? '');
}

function refused(message: string): DomainError {
  return new DomainError('join-refused', message);
}
