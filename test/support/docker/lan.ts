import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freeSubnet } from './free-subnet.ts';
import type { OwnEngine } from './own-engine.ts';

const run = promisify(execFile);

/** A network of the test's own, on which this machine and the namespaces of engines are machines of their own. */
export interface Lan {
  /** This machine's address there. */
  readonly address: string;
  /** Plugs an engine in, and says its address. */
  plugIn(engine: OwnEngine): Promise<string>;
  /** Pulls its cable, and puts it back: packets are lost, nobody is told. */
  cut(engine: OwnEngine): Promise<void>;
  mend(engine: OwnEngine): Promise<void>;
  remove(): Promise<void>;
}

/** The switch has a namespace of its own: where an engine runs, its rules drop what crosses a bridge. */
export async function startLan(): Promise<Lan> {
  const subnet = await freeSubnet();
  const hostOf = (number: number) => subnet.replace(/\d+\/24$/, String(number));
  // Names of links have at most 15 characters, of which a number takes some.
  const name = `lan${subnet.split('.').slice(1, 3).join('x')}`;
  const lan: Switch = { name, address: hostOf(254) };
  await run('ip', ['netns', 'add', name]);
  await run('ip', ['-n', name, 'link', 'add', 'switch', 'type', 'bridge']);
  await run('ip', ['-n', name, 'link', 'set', 'switch', 'up']);
  await run('ip', ['link', 'add', name, 'type', 'veth', 'peer', 'name', 'home', 'netns', name]);
  await run('ip', ['-n', name, 'link', 'set', 'home', 'master', 'switch', 'up']);
  await run('ip', ['address', 'add', `${lan.address}/24`, 'dev', name]);
  await run('ip', ['link', 'set', name, 'up']);
  const cables = new Map<string, string>();
  const pull = async ({ namespace }: OwnEngine, state: 'down' | 'up') => {
    const cable = cables.get(namespace);
    if (cable === undefined) throw new Error('That engine is not plugged in.');
    await run('ip', ['-n', name, 'link', 'set', cable, state]);
  };
  return {
    address: lan.address,
    plugIn: async ({ namespace }) => {
      const number = cables.size + 1;
      const cable = `cable${number}`;
      cables.set(namespace, cable);
      await connect(lan, namespace, cable, hostOf(number));
      return hostOf(number);
    },
    cut: (engine) => pull(engine, 'down'),
    mend: (engine) => pull(engine, 'up'),
    remove: async () => {
      // A namespace takes its links along, but only some time after it is gone.
      await run('ip', ['link', 'delete', name]);
      await run('ip', ['netns', 'delete', name]);
    },
  };
}

interface Switch {
  /** Of the namespace, and of this machine's own link. */
  readonly name: string;
  readonly address: string;
}

async function connect(lan: Switch, namespace: string, cable: string, address: string): Promise<void> {
  const peer = ['peer', 'name', 'lan0', 'netns', namespace];
  await run('ip', ['-n', lan.name, 'link', 'add', cable, 'type', 'veth', ...peer]);
  await run('ip', ['-n', lan.name, 'link', 'set', cable, 'master', 'switch', 'up']);
  const inside = (...words: readonly string[]) => run('ip', ['-n', namespace, ...words]);
  await inside('address', 'add', `${address}/24`, 'dev', 'lan0');
  await inside('link', 'set', 'lan0', 'up');
  await inside('route', 'add', 'default', 'via', lan.address);
}
