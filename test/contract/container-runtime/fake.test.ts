import { tmpdir } from 'node:os';
import { labels } from '#contracts/labels.ts';
import { instanceId } from '#domain/ids.ts';
import {
  byHand,
  createFakeContainerRuntime,
  type FakeContainer,
  FakeEngine,
  type FakeExecution,
  type FakeProgram,
} from '#test/support/fake-container-runtime/index.ts';
import type { Hands, Program, RuntimeHarness } from './harness.ts';
import { containerRuntimeContract } from './suite.ts';

containerRuntimeContract('fake', begin);

async function begin(): Promise<RuntimeHarness> {
  const engine = new FakeEngine();
  const instance = instanceId('contract');
  const runtime = createFakeContainerRuntime({ engine, instance });
  engine.addImage('sample:1');
  engine.offerImage('offered:1');
  engine.offerImage('slow:1', { stalls: true });
  engine.refuseImage('absent:1');
  return {
    runtime,
    instance,
    stranger: createFakeContainerRuntime({ engine, instance: instanceId('stranger') }),
    image: 'sample:1',
    offered: { image: 'offered:1', digest: engine.offerOf('offered:1').digest },
    slow: 'slow:1',
    absent: 'absent:1',
    folder: tmpdir(),
    pool: '10.222.0.0/16',
    smallPool: '10.222.250.0/24',
    port: 18_080,
    name: (suffix) => `contract-${suffix}`,
    hands: fakeHands(engine),
    program(container, program) {
      engine.program(container, { ...programs[program], exec: execute });
      return [program];
    },
    async makeForeign(kind, name) {
      if (kind === 'network') engine.networks.set(name, { labels: {}, internal: true, subnet: '10.223.251' });
      else if (kind === 'volume') engine.volumes.set(name, { labels: {} });
      else engine.containers.set(name, foreignContainer(name));
    },
    end: () => Promise.resolve(),
  };
}

const programs: Readonly<Record<Program, FakeProgram>> = {
  stay: {},
  deaf: { deaf: true },
  fail: { exits: 3, writes: [{ stream: 'stdout', text: 'the password is hunter2secret' }] },
  talk: {
    writes: [
      { stream: 'stdout', text: 'one' },
      { stream: 'stderr', text: 'two' },
    ],
  },
};

function fakeHands(engine: FakeEngine): Hands {
  const hands = byHand(engine);
  return {
    pause: async (name) => hands.pause(name),
    unpause: async (name) => hands.unpause(name),
    rename: async (name, to) => hands.rename(name, to),
    disconnect: async (name, network) => hands.disconnect(name, network),
    connect: async (name, network) => hands.connect(name, network, []),
    stop: async (name) => hands.stop(name),
    remove: async (name) => hands.remove(name),
  };
}

function execute(command: readonly string[]): FakeExecution | 'never' | undefined {
  const answers: Readonly<Record<string, FakeExecution | 'never'>> = {
    'echo hello': { exitCode: 0, output: 'hello\n' },
    'sh -c exit 7': { exitCode: 7, output: '' },
    'no-such-program': { exitCode: 127, output: 'not found' },
    'sleep 30': 'never',
  };
  return answers[command.join(' ')];
}

function foreignContainer(name: string): FakeContainer {
  return {
    id: 'f'.repeat(64),
    name,
    labels: { [labels.service]: 'sample' },
    ports: [],
    networks: new Map(),
    files: new Map(),
    log: [],
    state: 'running',
    oomKilled: false,
    restarts: 0,
    always: false,
  };
}
