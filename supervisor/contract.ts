import type { ErrorCode } from '#domain/errors.ts';
import type { ProcessMemory } from '#platform/process-memory.ts';
import type { EndOptions, ProcessIdentity } from '#platform/processes.ts';

/** What the supervisor is told before it starts. The variables may hold secrets: this never becomes a file or an argument. */
export interface SupervisorSettings {
  readonly root: string;
  /** With these its Node processes start. */
  readonly variables: Readonly<Record<string, string>>;
  /** Absent on a host that has joined another machine's control plane: there the host worker is all that runs. */
  readonly api?: { readonly host: string; readonly port: number };
  /** Absent where the environment gives Temporal's address. */
  readonly temporal?: { readonly binary: string; readonly serverVersion: string };
  /** Absent where the environment gives a database. */
  readonly postgres?: { readonly binaries: string };
}

/** `waiting` is the pause before the next try, `done` a one-shot that succeeded. */
export type ChildState = 'starting' | 'ready' | 'waiting' | 'stopped' | 'done';

export interface ProcessStatus {
  readonly name: string;
  readonly pid?: number;
  readonly startedAt?: string;
  readonly state: ChildState;
  readonly restarts: number;
  readonly memoryBytes: number;
}

export interface SupervisorStatus {
  readonly instance: { readonly id: string; readonly name: string };
  readonly home: string;
  readonly state: 'starting' | 'ready' | 'stopping';
  /** Absent on a host that has joined. */
  readonly api?: string;
  readonly graphql?: string;
  readonly temporalUi?: string;
  readonly processes: readonly ProcessStatus[];
  /** Of all processes, the supervisor and PostgreSQL's backends included. */
  readonly memory: ProcessMemory;
}

/** How a process is started. Nothing of the supervisor's own environment reaches it but `variables`. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** One process to keep running, or a one-shot (`task`) to run before those that need it. */
export interface ChildSpec {
  readonly name: string;
  readonly kind: 'service' | 'task';
  readonly needs: readonly string[];
  /** It is started at once and loads while those that it needs start; it begins its work when this file is there. */
  readonly gate?: string;
  /** Called before each start. A DomainError from it before the first success ends the supervisor's start. */
  readonly prepare: () => Promise<Command>;
  /** Resolves when it does its work; is told to give up by the signal. A task is ready when it has ended well. */
  readonly ready: (process: ProcessIdentity, signal: AbortSignal) => Promise<void>;
  readonly readyWithinMs: number;
  readonly stop: EndOptions;
}

export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** From the supervisor to the process that started it. */
export type StartMessage =
  | { readonly kind: 'progress'; readonly message: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export const commands = ['status', 'wait', 'stop', 'restart'] as const;
export type CommandName = (typeof commands)[number];

/** One line of JSON on the control socket, answered by one line. */
export interface ControlRequest {
  readonly command: CommandName;
  readonly name?: string;
}

export type ControlReply =
  | { readonly ok: true; readonly status?: SupervisorStatus }
  | { readonly ok: false; readonly failure: Failure };
