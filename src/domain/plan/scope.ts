import { type SecretPath, type SecretReference, secretPath, secretReference } from '../secret.ts';
import type { Service } from '../service.ts';
import { matters } from '../service-settings.ts';
import type { PlanningInput } from './input.ts';
import type { Variables } from './variables.ts';

/** What the `${…}` places of the service's definition stand for. */
export function variablesFor(input: PlanningInput): Variables {
  const { service, settings } = input;
  const plain: Record<string, string> = {
    PUID: String(settings.user.uid),
    PGID: String(settings.user.gid),
    UMASK: settings.user.umask,
    TZ: settings.timezone,
    SERVICE: service.id,
    NETWORK_POOL: settings.network.pool,
  };
  const idle = idleSettings(service);
  for (const [name, value] of Object.entries(service.settings))
    if (!idle.has(name)) plain[`SETTING_${upperSnake(name)}`] = String(value);
  const secrets: Record<string, SecretReference> = {};
  for (const secret of secretsOf(input)) {
    if (secret.version !== undefined && !(secret.prefix === 'SETTING' && idle.has(secret.name)))
      secrets[`${secret.prefix}_${upperSnake(secret.name)}`] = secretReference(secret.path, secret.version);
  }
  return { plain, secrets };
}

/** Settings that are kept and do not count now: some programs refuse what they have no use for. */
function idleSettings({ definition, settings }: Service): ReadonlySet<string> {
  const idle = Object.entries(definition.settings).filter(
    ([, setting]) => !matters(setting, definition, settings),
  );
  return new Set(idle.map(([name]) => name));
}

export interface PlannedSecret {
  readonly name: string;
  readonly path: SecretPath;
  /** `SECRET` for a definition's own secrets, `SETTING` for what a person entered. */
  readonly prefix: 'SECRET' | 'SETTING';
  /** The version that the containers will use; undefined when there is none and none will be made. */
  readonly version: number | undefined;
  /** A new version must be written first. */
  readonly write: boolean;
}

/** Every secret of the service with the version that its containers get. */
export function secretsOf(input: PlanningInput): readonly PlannedSecret[] {
  const { service, secretVersions } = input;
  const generated = Object.entries(service.definition.secrets).map(([name, { generator }]): PlannedSecret => {
    const path = secretPath(service.id, name);
    const present = secretVersions.get(path);
    const write = present === undefined && generator.type !== 'obtained';
    return { name, path, prefix: 'SECRET', version: write ? 1 : present, write };
  });
  const entered = Object.entries(service.definition.settings).flatMap(
    ([name, setting]): readonly PlannedSecret[] => {
      if (!setting.secret) return [];
      const path = secretPath(service.id, name);
      const present = secretVersions.get(path);
      const write = service.sealed[name] !== undefined;
      return [{ name, path, prefix: 'SETTING', version: write ? (present ?? 0) + 1 : present, write }];
    },
  );
  return [...generated, ...entered].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function upperSnake(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
