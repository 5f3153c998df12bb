import { existsSync } from 'node:fs';
import { labels } from '#contracts/labels.ts';
import { DomainError } from '#domain/errors.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import type { ContainerDetail, LogLine, RuntimeEvent } from '#ports/container-runtime.ts';
import { createClock } from './clock.ts';
import type { FakeProgram } from './program.ts';
import { type RuntimeCall, type RuntimeMethod, Script, unreachable } from './script.ts';
import { Streams } from './streams.ts';
import type { FakeContainer, FakeImage, FakeNetwork, FakeVolume } from './things.ts';
import type { FakeUsage } from './usage.ts';

export interface FakeEngineOptions {
  /** Whether a folder to bind exists; by default the file system says. */
  readonly folderExists?: (path: string) => boolean;
}

export interface FakeOffer {
  readonly digest: string;
  readonly bytes: number;
  /** Never ends by itself: for cancelled pulls. */
  readonly stalls: boolean;
}

/** One engine in memory, which several instances may share. Tests seed it, script it, and look into it. */
export class FakeEngine {
  readonly containers = new Map<string, FakeContainer>();
  readonly networks = new Map<string, FakeNetwork>();
  readonly volumes = new Map<string, FakeVolume>();
  readonly images = new Map<string, FakeImage>();
  readonly programs = new Map<string, FakeProgram>();
  /** What containers have used, by name; a container that is not here has used nothing yet. */
  readonly used = new Map<string, FakeUsage>();
  readonly occupiedPorts = new Set<number>();
  readonly folderExists: (path: string) => boolean;
  /** For the runtimes of this engine. */
  readonly streams = new Streams();
  readonly script = new Script();
  readonly now = createClock();
  readonly #offers = new Map<string, FakeOffer | DomainError>();
  #ids = 0;

  constructor(options: FakeEngineOptions = {}) {
    this.folderExists = options.folderExists ?? existsSync;
  }

  get calls(): readonly RuntimeCall[] {
    return this.script.calls;
  }

  /** The engine has the image. */
  addImage(reference: string, digest?: string): void {
    this.images.set(reference, digest === undefined ? {} : { digest });
  }

  /** A registry has the image. */
  offerImage(reference: string, offer: Partial<FakeOffer> = {}): void {
    this.#offers.set(reference, { digest: fakeDigest(reference), bytes: 1000, stalls: false, ...offer });
  }

  /** No registry has it, or gives it. A pull of what was neither offered nor refused is unplanned, and throws. */
  refuseImage(reference: string, error?: DomainError): void {
    const absent = new DomainError('image-not-found', `${reference} was not pulled: manifest unknown.`, {
      data: { image: reference, retryable: false },
    });
    this.#offers.set(reference, error ?? absent);
  }

  offerOf(reference: string): FakeOffer {
    const offer = this.#offers.get(reference);
    if (offer === undefined) throw new Error(`Unplanned: a pull of ${reference}.`);
    if (offer instanceof DomainError) throw offer;
    return offer;
  }

  /** How the container of that name behaves when it starts. */
  program(container: string, program: FakeProgram): void {
    this.programs.set(container, program);
  }

  /** The next calls of the method throw this; with a target, only those about it. */
  failNext(method: RuntimeMethod, error: Error, times = 1, target?: string): void {
    this.script.failNext(method, error, times, target);
  }

  /** Every call is `engine-unreachable`, and open streams end so, until `back`. */
  away(): void {
    this.script.reachable = false;
    this.streams.failAll(unreachable());
  }

  back(): void {
    this.script.reachable = true;
  }

  /** The container's program ends by itself; with the restart policy `always` the engine starts it again at once. */
  exit(container: string, exitCode: number, options: { readonly oomKilled?: boolean } = {}): void {
    const found = this.named(container);
    found.oomKilled = options.oomKilled ?? false;
    if (found.oomKilled) this.announce(found, { type: 'oom' });
    this.end(found, exitCode);
    if (found.always) this.#restart(found);
  }

  setHealth(container: string, health: NonNullable<ContainerDetail['health']>): void {
    const found = this.named(container);
    found.health = health;
    this.announce(found, { type: 'health', health });
  }

  write(container: string, stream: LogLine['stream'], text: string): void {
    const found = this.named(container);
    const line = { time: this.now(), stream, text };
    found.log.push(line);
    this.streams.wrote(found.id, line);
  }

  end(container: FakeContainer, exitCode: number): void {
    container.state = 'exited';
    container.exitCode = exitCode;
    this.announce(container, { type: 'die', exitCode });
    this.streams.ended(container.id);
  }

  announce(
    container: FakeContainer,
    what: Pick<RuntimeEvent, 'type' | 'exitCode' | 'signal' | 'health'>,
  ): void {
    const { [labels.service]: service, [labels.component]: component } = container.labels;
    if (service === undefined || component === undefined) return;
    const event = {
      ...what,
      container: container.name,
      containerId: container.id,
      service: serviceId(service),
      component: componentName(component),
      at: this.now(),
    };
    this.streams.announce({ instance: container.labels[labels.instance] ?? '', event });
  }

  byId(id: string): FakeContainer | undefined {
    return this.containers.get(id) ?? [...this.containers.values()].find((container) => container.id === id);
  }

  nextId(): string {
    this.#ids += 1;
    return this.#ids.toString(16).padStart(64, '0');
  }

  #restart(container: FakeContainer): void {
    container.state = 'running';
    container.startedAt = this.now();
    container.restarts += 1;
    delete container.exitCode;
    this.announce(container, { type: 'start' });
  }

  /** The container, which must be there. */
  named(name: string): FakeContainer {
    const found = this.containers.get(name);
    if (found === undefined) throw new Error(`The test names a container that is not there: ${name}`);
    return found;
  }
}

function fakeDigest(reference: string): string {
  return `sha256:${Buffer.from(reference).toString('hex').padEnd(64, '0').slice(-64)}`;
}
