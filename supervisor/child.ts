import { setTimeout as delay } from 'node:timers/promises';
import { DomainError, isDomainError } from '#domain/errors.ts';
import type { ChildSpec, ChildState } from './contract.ts';
import { closeLog, lastLines, type OpenLog, openLog } from './logs.ts';
import { endRunning, type RunningProcess, spawnProcess } from './running-process.ts';

export interface ChildContext {
  readonly logs: string;
  readonly say: (message: string) => void;
  /** Called whenever a process of this child begins or is gone. */
  readonly onChange: () => void;
}

const firstPauseMs = 250;
const longestPauseMs = 30_000;
const healthyAfterMs = 60_000;
const triesBeforeFirstReady = 3;

/**
 * INVARIANTS. At most one process of a child runs at a time: the next starts only after `ended` of the last. Once it was
 * ready it is started again for as long as it is not stopped; before that three failures end it.
 */
export class Child {
  readonly spec: ChildSpec;
  readonly #context: ChildContext;
  readonly #stopping = new AbortController();
  readonly #firstReady = Promise.withResolvers<void>();
  #loop: Promise<void> = Promise.resolve();
  #log: Pick<OpenLog, 'path' | 'start'> | undefined;
  #failures = 0;
  #wasReady = false;
  state: ChildState = 'waiting';
  restarts = 0;
  running: RunningProcess | undefined;

  constructor(spec: ChildSpec, context: ChildContext) {
    this.spec = spec;
    this.#context = context;
  }

  /** Starts it, or takes over a process that runs already. Resolves when it is ready for the first time. */
  start(adopted?: RunningProcess): Promise<void> {
    this.#loop = this.#keepRunning(adopted);
    return this.#firstReady.promise;
  }

  /** Ends its process for good, within the bounds of its specification. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.running !== undefined) await endRunning(this.running, this.spec.stop);
    await this.#loop;
    if (this.state !== 'done') this.state = 'stopped';
  }

  /** Ends its process; the loop starts the next one. */
  async restart(): Promise<void> {
    if (this.running !== undefined) await endRunning(this.running, this.spec.stop);
  }

  async #keepRunning(adopted: RunningProcess | undefined): Promise<void> {
    let next = adopted;
    while (!this.#stopping.signal.aborted && this.state !== 'done') {
      try {
        await this.#runOnce(next);
      } catch (error) {
        if (!(await this.#survives(error))) return;
      }
      next = undefined;
    }
  }

  /** One process from its start to its end. Throws why it ended, unless that was wanted. */
  async #runOnce(adopted: RunningProcess | undefined): Promise<void> {
    this.state = 'starting';
    const running = adopted ?? (await this.#spawn());
    this.#changeTo(running);
    try {
      await this.#untilReady(running);
      if (this.spec.kind === 'task' || this.#stopping.signal.aborted) return;
      const since = performance.now();
      const how = await running.ended;
      if (performance.now() - since >= healthyAfterMs) this.#failures = 0;
      if (!this.#stopping.signal.aborted) throw new Error(`ended (${how})`);
    } finally {
      await endRunning(running, this.spec.stop);
      this.#changeTo(undefined);
    }
  }

  async #spawn(): Promise<RunningProcess> {
    const command = await this.spec.prepare();
    const log = openLog(this.#context.logs, this.spec.name);
    this.#log = log;
    try {
      return await spawnProcess(command, log.fd);
    } finally {
      closeLog(log);
    }
  }

  async #untilReady(running: RunningProcess): Promise<void> {
    const over = new AbortController();
    const late = AbortSignal.timeout(this.spec.readyWithinMs);
    const since = performance.now();
    const signal = AbortSignal.any([over.signal, late, this.#stopping.signal]);
    const ready = this.spec.ready(running, signal).then(() => undefined);
    try {
      const how = await Promise.race([ready, running.ended]);
      if (!isGoodEnd(this.spec, how)) throw new Error(`ended before it was ready (${how})`);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      if (late.aborted)
        throw new Error(`was not ready within ${this.spec.readyWithinMs / 1000} s`, { cause: error });
      throw error;
    } finally {
      over.abort();
    }
    this.state = this.spec.kind === 'task' ? 'done' : 'ready';
    this.#context.say(`${this.spec.name} is ${this.state} after ${Math.ceil(performance.now() - since)} ms`);
    this.#wasReady = true;
    this.#firstReady.resolve();
  }

  /** Pauses before the next try; false when there will be none. */
  async #survives(error: unknown): Promise<boolean> {
    if (this.#stopping.signal.aborted) return false;
    this.#failures += 1;
    const hopeless = isDomainError(error) || this.#failures >= triesBeforeFirstReady;
    if (!this.#wasReady && hopeless) {
      this.state = 'stopped';
      this.#firstReady.reject(this.#explain(error));
      return false;
    }
    this.restarts += 1;
    this.state = 'waiting';
    const pause = Math.min(firstPauseMs * 2 ** (this.#failures - 1), longestPauseMs);
    this.#context.say(`${this.spec.name} ${messageOf(error)}; starting it again in ${pause / 1000} s`);
    await delay(pause, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    return !this.#stopping.signal.aborted;
  }

  #explain(error: unknown): unknown {
    if (isDomainError(error)) return error;
    const lines = this.#log === undefined ? '' : lastLines(this.#log);
    const output = lines === '' ? 'It wrote nothing.' : `Its last lines:\n${lines}`;
    return new DomainError('precondition-failed', `${this.spec.name} ${messageOf(error)}. ${output}`, {
      cause: error,
    });
  }

  #changeTo(running: RunningProcess | undefined): void {
    this.running = running;
    this.#context.onChange();
  }
}

function isGoodEnd(spec: ChildSpec, how: string | undefined): boolean {
  return how === undefined || (spec.kind === 'task' && how === 'exit code 0');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
