import { DomainError } from '#domain/errors.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';

export type RuntimeMethod = keyof ContainerRuntime;

export interface RuntimeCall {
  readonly method: RuntimeMethod;
  /** The name that the call is about, where it has one. */
  readonly target: string;
}

interface Failure {
  readonly method: RuntimeMethod;
  readonly error: Error;
  readonly target: string | undefined;
  left: number;
}

/** What was called, and what is to go wrong. */
export class Script {
  readonly calls: RuntimeCall[] = [];
  readonly #failures: Failure[] = [];
  reachable = true;

  failNext(method: RuntimeMethod, error: Error, times: number, target: string | undefined): void {
    this.#failures.push({ method, error, target, left: times });
  }

  async enter(method: RuntimeMethod, target = ''): Promise<void> {
    this.calls.push({ method, target });
    await Promise.resolve();
    if (!this.reachable) throw unreachable();
    const failure = this.#failures.find(
      (one) => one.method === method && one.left > 0 && (one.target ?? target) === target,
    );
    if (failure === undefined) return;
    failure.left -= 1;
    throw failure.error;
  }
}

export function unreachable(): DomainError {
  return new DomainError('engine-unreachable', 'The Docker engine does not answer.');
}
