import { addressIn } from './creation.ts';
import type { FakeEngine } from './engine.ts';

export type Hands = ReturnType<typeof byHand>;

/** What somebody does on the host, behind the runtimes' backs. */
export function byHand(engine: FakeEngine) {
  const stop = (name: string): void => {
    const found = engine.named(name);
    if (found.state !== 'running' && found.state !== 'paused') return;
    engine.announce(found, { type: 'kill', signal: 15 });
    engine.end(found, 143);
    engine.announce(found, { type: 'stop' });
  };
  return {
    stop,
    remove: (name: string): void => {
      stop(name);
      const found = engine.named(name);
      engine.containers.delete(name);
      engine.announce(found, { type: 'destroy' });
    },
    pause: (name: string): void => {
      const found = engine.named(name);
      found.state = 'paused';
      engine.announce(found, { type: 'pause' });
    },
    unpause: (name: string): void => {
      const found = engine.named(name);
      found.state = 'running';
      engine.announce(found, { type: 'unpause' });
    },
    rename: (name: string, to: string): void => {
      const found = engine.named(name);
      engine.containers.delete(name);
      found.name = to;
      engine.containers.set(to, found);
      engine.announce(found, { type: 'rename' });
    },
    disconnect: (name: string, network: string): void => {
      const found = engine.named(name);
      found.networks.delete(network);
      engine.announce(found, { type: 'disconnect' });
    },
    connect: (name: string, network: string, aliases: readonly string[]): void => {
      const found = engine.named(name);
      found.networks.set(network, { aliases, address: addressIn(engine, network) });
      engine.announce(found, { type: 'connect' });
    },
  };
}
