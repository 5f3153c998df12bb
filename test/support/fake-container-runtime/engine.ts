import { existsSync } from 'node:fs';
import type { ByteProgress } from '#contracts/task.ts';
import { DomainError } from '#domain/errors.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import { labels } from '#contracts/labels.ts';
import type { ContainerDetail, ContainerRuntime, LogLine, RuntimeEvent } from '#ports/container-runtime.ts';
import { type Channel, createChannel } from './channel.ts';
import { createClock } from './clock.ts';
import type { FakeProgram } from './program.ts';
import type { FakeContainer, FakeImage, FakeNetwork, FakeVolume } from './things.ts';

export type RuntimeMethod = keyof ContainerRuntime;

export interface RuntimeCall {
  readonly method: RuntimeMethod;
  /** The name that the call is about, where it has one. */
  readonly target: string;
}

/** One engine in memory, which several instances may share. Tests seed it, script it, and look into it. */
export interface FakeEngine {
  readonly containers: Map<string, FakeContainer>;
  readonly networks: Map<string, FakeNetwork>;
  readonly volumes: Map<string, FakeVolume>;
  readonly images: Map<string, FakeImage>;
  readonly calls: readonly RuntimeCall[];

  /** The engine has the image. */
  addImage(reference: string, digest?: string): void;
  /** A registry has the image. */
  offerImage(reference: string, offer?: Partial<FakeOffer>): void;
  /** No registry has it. A pull of what was neither offered nor refused is unplanned, and throws. */
  refuseImage(reference: string, error?: DomainError): void;
  /** How the container of that name behaves when it starts. */
  program(container: string, program: FakeProgram): void;
  /** The next calls of the method throw this; with a target, only those about it. */
  failNext(method: RuntimeMethod, error: Error, times?: number, target?: string): void;
  /** Every call is `engine-unreachable`, and open streams end so, until `back`. */
  away(): void;
  back(): void;
  /** Something outside the fake listens there. */
  occupyPort(port: number): void;

  /** The container's program ends by itself. */
  exit(container: string, exitCode: number, options?: { readonly oomKilled?: boolean }): void;
  setHealth(container: string, health: NonNullable<ContainerDetail['health']>): void;
  write(container: string, stream: LogLine['stream'], text: string): void;
  /** An event that nothing in the fake causes. */
  emit(event: RuntimeEvent): void;
}

export interface FakeOffer {
  readonly digest: string;
  readonly bytes: number;
  /** Never ends by itself: for cancelled pulls. */
  readonly stalls: boolean;
  readonly progress: readonly ByteProgress[];
}

/** What the runtimes of the engine use besides. */
export interface FakeEngineInside extends FakeEngine {
  readonly folderExists: (path: string) => boolean;
  readonly programs: ReadonlyMap<string, FakeProgram>;
  readonly occupied: ReadonlySet<number>;
  now(): string;
  nextId(): string;
  /** Notes the call, and throws what was scripted for it. */
  enter(method: RuntimeMethod, target?: string): Promise<void>;
  offer(reference: string): FakeOffer;
  announce(container: FakeContainer, what: Pick<RuntimeEvent, 'type' | 'exitCode' | 'health'>): void;
  subscribe(): { readonly channel: Channel<RuntimeEvent & { readonly instance: string }>; close(): void };
  follow(container: FakeContainer): { readonly channel: Channel<LogLine>; close(): void };
  ended(container: FakeContainer): void;
}

export interface FakeEngineOptions {
  /** Whether a folder to bind exists; by default the file system says. */
  readonly folderExists?: (path: string) => boolean;
}

export function createFakeEngine(options: FakeEngineOptions = {}): FakeEngineInside {
  const clock = createClock();
  const containers = new Map<string, FakeContainer>();
  const images = new Map<string, FakeImage>();
  const offers = new Map<string, FakeOffer | DomainError>();
  const programs = new Map<string, FakeProgram>();
  const occupied = new Set<number>();
  const calls: RuntimeCall[] = [];
  const failures: { method: RuntimeMethod; error: Error; times: number; target?: string }[] = [];
  const watchers = new Set<Channel<RuntimeEvent & { readonly instance: string }>>();
  const followers = new Map<string, Set<Channel<LogLine>>>();
  let reachable = true;
  let ids = 0;

  function named(name: string): FakeContainer {
    const found = containers.get(name);
    if (found === undefined) throw new Error(`The test names a container that is not there: ${name}`);
    return found;
  }

  function announce(
    container: FakeContainer,
    what: Pick<RuntimeEvent, 'type' | 'exitCode' | 'health'>,
  ): void {
    const event = {
      ...what,
      container: container.name,
      containerId: container.id,
      service: serviceId(container.labels[labels.service] ?? ''),
      component: componentName(container.labels[labels.component] ?? ''),
      at: clock(),
      instance: container.labels[labels.instance] ?? '',
    };
    for (const watcher of watchers) watcher.push(event);
  }

  const inside: FakeEngineInside = {
    containers,
    networks: new Map(),
    volumes: new Map(),
    images,
    calls,
    programs,
    occupied,
    folderExists: options.folderExists ?? existsSync,
    now: clock,
    nextId: () => (++ids).toString(16).padStart(64, '0'),
    addImage: (reference, digest) => {
      images.set(reference, digest === undefined ? {} : { digest });
    },
    offerImage: (reference, offer = {}) => {
      offers.set(reference, { digest: fakeDigest(reference), bytes: 1000, stalls: false, progress: [], ...offer });
    },
    refuseImage: (reference, error) => {
      offers.set(reference, error ?? new DomainError('image-not-found', `${reference} was not pulled.`));
    },
    offer(reference) {
      const offer = offers.get(reference);
      if (offer === undefined) throw new Error(`Unplanned: a pull of ${reference}.`);
      if (offer instanceof DomainError) throw offer;
      return offer;
    },
    program: (container, program) => {
      programs.set(container, program);
    },
    failNext: (method, error, times = 1, target) => {
      failures.push({ method, error, times, ...(target === undefined ? {} : { target }) });
    },
    async enter(method, target = '') {
      calls.push({ method, target });
      await Promise.resolve();
      if (!reachable) throw unreachable();
      const failure = failures.find(
        (one) => one.method === method && one.times > 0 && (one.target ?? target) === target,
      );
      if (failure === undefined) return;
      failure.times -= 1;
      throw failure.error;
    },
    away() {
      reachable = false;
      for (const channel of [...watchers, ...[...followers.values()].flatMap((set) => [...set])]) {
        channel.fail(unreachable());
      }
    },
    back: () => {
      reachable = true;
    },
    occupyPort: (port) => {
      occupied.add(port);
    },
    exit(name, exitCode, { oomKilled = false } = {}) {
      const container = named(name);
      Object.assign(container, { state: 'exited', exitCode, oomKilled });
      if (oomKilled) announce(container, { type: 'oom' });
      inside.ended(container);
    },
    setHealth(name, health) {
      const container = named(name);
      container.health = health;
      announce(container, { type: 'health', health });
    },
    write(name, stream, text) {
      const container = named(name);
      const line = { time: clock(), stream, text };
      container.log.push(line);
      for (const channel of followers.get(container.id) ?? []) channel.push(line);
    },
    emit: (event) => {
      for (const watcher of watchers) watcher.push({ ...event, instance: '' });
    },
    announce,
    subscribe() {
      const channel = createChannel<RuntimeEvent & { readonly instance: string }>();
      watchers.add(channel);
      return { channel, close: () => watchers.delete(channel) };
    },
    follow(container) {
      const channel = createChannel<LogLine>();
      const all = followers.get(container.id) ?? new Set();
      followers.set(container.id, all.add(channel));
      return { channel, close: () => all.delete(channel) };
    },
    ended(container) {
      announce(container, { type: 'die', exitCode: container.exitCode ?? 0 });
      for (const channel of followers.get(container.id) ?? []) channel.end();
    },
  };
  return inside;
}

function unreachable(): DomainError {
  return new DomainError('engine-unreachable', 'The Docker engine does not answer.');
}

function fakeDigest(reference: string): string {
  return `sha256:${Buffer.from(reference).toString('hex').padEnd(64, '0').slice(0, 64)}`;
}
