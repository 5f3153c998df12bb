import type {
  ComponentName,
  DefinitionId,
  HostId,
  InstanceId,
  ServiceId,
  StepId,
  TaskId,
} from '#domain/ids.ts';
import type { Step } from '#domain/plan/steps.ts';
import type { SecretPath } from '#domain/secret.ts';

type Id = InstanceId | ServiceId | DefinitionId | ComponentName | HostId | StepId | TaskId | SecretPath;

/** A step on the wire: its arguments differ by type and stay open, so that a new step type breaks no client. */
export interface WireStep {
  id: string;
  type: Step['type'];
  phase: Step['phase'];
  cause: string;
  after: string[];
  bestEffort: boolean;
  arguments: Record<string, unknown>;
}

/** A domain type as JSON carries it: ids are texts, steps keep their arguments open, nothing is read-only. */
export type Wire<Type> = Type extends Id
  ? string
  : Type extends Step
    ? WireStep
    : Type extends readonly (infer Item)[]
      ? Wire<Item>[]
      : Type extends object
        ? { -readonly [Key in keyof Type]: Wire<Type[Key]> }
        : Type;

/** What a handler may answer with where the schema says `Type`: the domain's own read-only data. */
export type Answerable<Type> = Type extends readonly (infer Item)[]
  ? readonly Answerable<Item>[]
  : Type extends object
    ? Type extends Record<string, infer Held>
      ? unknown extends Held
        ? object
        : { readonly [Key in keyof Type]: Answerable<Type[Key]> }
      : { readonly [Key in keyof Type]: Answerable<Type[Key]> }
    : Type;
