import type { Happening } from '../monitoring.ts';
import type { ServiceOperation } from '../operation.ts';
import { planConvergence } from './converge.ts';
import { planHash } from './hash.ts';
import type { PlanningInput } from './input.ts';
import type { Plan } from './plan.ts';
import { planRest } from './rest.ts';
import { planStop } from './stop.ts';
import { planUninstall, type UninstallExtent } from './uninstall.ts';

/** What a request says besides which service it means. */
export interface PlanOptions extends UninstallExtent {
  /** Of a recovery: what happened to a container. */
  readonly happened?: Happening;
}

/** The plan of any operation. */
export function planFor(operation: ServiceOperation, input: PlanningInput, options: PlanOptions): Plan {
  switch (operation) {
    case 'uninstall':
      return planUninstall(input, options);
    case 'stop':
      return planStop(input);
    case 'install':
    case 'start':
    case 'restart':
      return planConvergence(input, operation);
    case 'reconfigure':
    case 'update':
      return input.service.status === 'stopped'
        ? planRest(input, operation)
        : planConvergence(input, operation);
    case 'recover':
      return input.service.desired === 'running'
        ? planConvergence(input, operation, options.happened)
        : nothing(input);
  }
}

/** Whoever stopped the service wants it so. */
function nothing({ service, digest }: PlanningInput): Plan {
  const notes = [`${service.id} is to be ${service.desired}`];
  return {
    format: 1,
    operation: 'recover',
    service: service.id,
    hash: planHash([], digest),
    steps: [],
    notes,
  };
}
