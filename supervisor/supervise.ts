import { DomainError } from '#domain/errors.ts';
import type { Home } from '#platform/home.ts';
import { endProcess } from '#platform/processes.ts';
import { closeGate, openGate } from '#platform/start-gate.ts';
import { Child } from './child.ts';
import type {
  ChildSpec,
  ControlReply,
  ControlRequest,
  SupervisorSettings,
  SupervisorStatus,
} from './contract.ts';
import { type HomeHold, holdHome } from './control-server.ts';
import { describeSupervisor } from './describe.ts';
import { trimLog } from './logs.ts';
import { livingProcesses, type RecordedProcess, readRecord, writeRecord } from './record.ts';
import { adoptProcess } from './running-process.ts';
import { endStrays } from './strays.ts';

export interface SuperviseOptions {
  readonly home: Home;
  readonly settings: SupervisorSettings;
  /** In the order of their start: a child comes after those that it needs. */
  readonly specs: readonly ChildSpec[];
  readonly say: (message: string) => void;
  /** Called once, when all children do their work. */
  readonly onReady: () => void;
  /** Asks it to stop, as the command `stop` does. */
  readonly stop: AbortSignal;
}

/** Keeps the children running until it is asked to stop; resolves when all of them are gone. Rejects when the start fails. */
export async function supervise(options: SuperviseOptions): Promise<void> {
  const hold = await holdHome(options.home);
  try {
    await new Supervisor(options, hold).run();
  } finally {
    await hold.release();
  }
}

class Supervisor {
  readonly #options: SuperviseOptions;
  readonly #children: readonly Child[];
  readonly #stopRequested = Promise.withResolvers<void>();
  readonly #stopped = Promise.withResolvers<void>();
  readonly #started = Promise.withResolvers<void>();
  /** Services of an earlier supervisor that wait for those that they need before they are adopted. */
  readonly #living = new Map<string, RecordedProcess>();
  #state: SupervisorStatus['state'] = 'starting';

  constructor(options: SuperviseOptions, hold: HomeHold) {
    this.#options = options;
    const context = { logs: options.home.paths.logs, say: options.say, onChange: () => this.#record() };
    this.#children = options.specs.map((spec) => new Child(spec, context));
    options.stop.addEventListener('abort', () => this.#stopRequested.resolve(), { once: true });
    if (options.stop.aborted) this.#stopRequested.resolve();
    this.#started.promise.catch(() => undefined);
    hold.answer((request) => this.#answer(request));
  }

  async run(): Promise<void> {
    const upkeep = setInterval(() => this.#trimLogs(), 60_000);
    try {
      await Promise.race([this.#startAll(), this.#stopRequested.promise]);
      if (this.#state === 'ready') await this.#stopRequested.promise;
    } catch (error) {
      this.#started.reject(error);
      throw error;
    } finally {
      clearInterval(upkeep);
      await this.#stopAll();
      this.#stopped.resolve();
    }
  }

  async #startAll(): Promise<void> {
    await this.#takeStock();
    const allAdopted = this.#children.filter(isService).every(({ spec }) => this.#living.has(spec.name));
    const starts = new Map<string, Promise<void>>();
    for (const child of this.#children) {
      // A one-shot prepares what services need: with all of them alive it was done already.
      if (!isService(child) && allAdopted) continue;
      const needed = child.spec.needs.flatMap((name) => starts.get(name) ?? []);
      starts.set(child.spec.name, this.#startWithGate(child, needed));
    }
    await Promise.all(starts.values());
    if (this.#state !== 'starting') return;
    this.#state = 'ready';
    this.#started.resolve();
    this.#options.onReady();
  }

  /** What an earlier supervisor left running: services will be adopted, everything else is ended. */
  async #takeStock(): Promise<void> {
    const { home, say } = this.#options;
    const services = new Set(this.#children.filter(isService).map(({ spec }) => spec.name));
    const unwanted: RecordedProcess[] = [];
    for (const [name, recorded] of livingProcesses(readRecord(home.paths))) {
      if (services.has(name)) this.#living.set(name, recorded);
      else unwanted.push(recorded);
    }
    await Promise.all(unwanted.map((recorded) => endProcess(recorded, recorded.stop)));
    const known = new Set([process.pid, ...[...this.#living.values()].map(({ pid }) => pid)]);
    for (const name of await endStrays(home.id, known)) say(`ended a ${name} that no record knew`);
    this.#record();
  }

  /** One with a gate is started before those that it needs are ready, unless it runs already, and then let through. */
  async #startWithGate(child: Child, needed: readonly Promise<void>[]): Promise<void> {
    const { gate, name } = child.spec;
    if (gate === undefined) return this.#startAfter(child, needed);
    closeGate(gate);
    const opened = Promise.all(needed).then(() => {
      if (this.#state !== 'stopping') openGate(gate);
    });
    const early = this.#living.has(name) ? needed : [];
    await Promise.all([this.#startAfter(child, early), opened]);
  }

  async #startAfter(child: Child, needed: readonly Promise<void>[]): Promise<void> {
    await Promise.all(needed);
    if (this.#state === 'stopping') return;
    const { name } = child.spec;
    const recorded = this.#living.get(name);
    if (recorded === undefined) return child.start();
    this.#options.say(`adopted ${name}, process ${recorded.pid}`);
    const ready = child.start(adoptProcess(recorded, recorded.startedAt));
    this.#living.delete(name);
    return ready;
  }

  /** In reverse order; those that no remaining one needs end at the same time. */
  async #stopAll(): Promise<void> {
    this.#state = 'stopping';
    const stops = new Map<string, Promise<void>>();
    for (const child of this.#children.toReversed()) {
      const dependents = this.#children.filter(({ spec }) => spec.needs.includes(child.spec.name));
      const first = dependents.flatMap(({ spec }) => stops.get(spec.name) ?? []);
      stops.set(
        child.spec.name,
        Promise.all(first).then(() => child.stop()),
      );
    }
    await Promise.all(stops.values());
  }

  #record(): void {
    const processes = new Map(this.#living);
    for (const { spec, running } of this.#children) {
      if (running === undefined) continue;
      const { pid, startMark, startedAt } = running;
      processes.set(spec.name, { pid, startMark, startedAt, stop: spec.stop });
    }
    this.#attempt(() => writeRecord(this.#options.home.paths, Object.fromEntries(processes)));
  }

  #trimLogs(): void {
    const names = ['supervisor', ...this.#children.map(({ spec }) => spec.name)];
    for (const name of names) this.#attempt(() => trimLog(this.#options.home.paths.logs, name));
  }

  /** A full disk must not take down what still runs; a process without a record is found again by its marker. */
  #attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#options.say(`cannot write below ${this.#options.home.paths.root}: ${String(error)}`);
    }
  }

  async #answer(request: ControlRequest): Promise<ControlReply> {
    switch (request.command) {
      case 'status':
        return { ok: true, status: this.#describe() };
      case 'wait':
        await this.#started.promise;
        return { ok: true, status: this.#describe() };
      case 'stop':
        this.#stopRequested.resolve();
        await this.#stopped.promise;
        return { ok: true };
      case 'restart':
        await this.#find(request.name).restart();
        return { ok: true, status: this.#describe() };
    }
  }

  #describe(): SupervisorStatus {
    return describeSupervisor(this.#options.home, this.#options.settings, this.#state, this.#children);
  }

  #find(name: string | undefined): Child {
    const child = this.#children.find(({ spec }) => spec.name === name);
    if (child !== undefined) return child;
    const known = this.#children.map(({ spec }) => spec.name).join(', ');
    throw new DomainError('not-found', `There is no process "${name ?? ''}"; there are ${known}.`);
  }
}

function isService({ spec }: Child): boolean {
  return spec.kind === 'service';
}
