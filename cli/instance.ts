import { DomainError } from '#domain/errors.ts';
import type { Environment } from '#platform/environment.ts';

/**
 * The environment of the instance that was named. SHOWRUNNER_HOME is the home of the environment's own instance; another
 * one's lies beside it, so that a home that is exported for good serves all of them.
 */
export function chooseInstance(environment: Environment, name: string | undefined): Environment {
  if (name === undefined || name === environment.instance) return environment;
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) {
    const reason = 'must be a name of a-z, 0-9 and "-", starting with a letter';
    throw new DomainError('invalid-input', `The name of the instance ${reason}.`, {
      faults: [{ field: '--instance', reason }],
    });
  }
  const home = environment.home === undefined ? {} : { home: `${environment.home}-${name}` };
  return { ...environment, instance: name, ...home };
}

/** How a person calls this command for the same instance: `showrunner --instance demo ps`. */
export function commandLine({ instance }: Pick<Environment, 'instance'>, command: string): string {
  return instance === 'default' ? `showrunner ${command}` : `showrunner --instance ${instance} ${command}`;
}
