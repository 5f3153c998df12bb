import type { BusyAnswer } from '#domain/busy.ts';
import type { ServiceId } from '#domain/ids.ts';
import { instanceSettingDefaults } from '#domain/instance-settings.ts';
import { isTransient } from '#domain/lifecycle.ts';
import type { Situation } from '#domain/recovery/decide.ts';
import type { DownService } from '#domain/recovery/hold.ts';
import type { Service } from '#domain/service.ts';
import type { RecoveryStore } from '#ports/recovery-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { SettingsStore } from '#ports/settings-store.ts';

export interface SituationPorts {
  readonly services: Pick<ServiceStore, 'get' | 'edges'>;
  readonly recoveries: Pick<RecoveryStore, 'get' | 'windowOf'>;
  readonly settings: Pick<SettingsStore, 'read'>;
}

/** What a decision on the service's recovery depends on. For one that is well, nothing but its row is looked at. */
export async function readSituation(
  service: Service,
  calm: boolean,
  now: string,
  ports: SituationPorts,
  answer?: BusyAnswer,
): Promise<Situation> {
  const { status, desired, health } = service;
  const row = { status, desired, health, owned: isTransient(status) };
  if (calm) return { ...row, down: [], drift: 'repair' };
  const [down, window, settings] = await Promise.all([
    downProviders(service.id, ports),
    ports.recoveries.windowOf(service.id, now),
    ports.settings.read(),
  ]);
  const drift = settings.values['recovery.drift'] ?? instanceSettingDefaults['recovery.drift'];
  return {
    ...row,
    down,
    drift: drift === 'report' ? 'report' : 'repair',
    ...askable(service, answer),
    ...(window === undefined ? {} : { maintenance: { until: window.endsAt, reason: window.reason } }),
  };
}

function askable({ definition }: Service, answer: BusyAnswer | undefined): Pick<Situation, 'busy'> {
  if (definition.busy === undefined) return {};
  const { longestSeconds } = definition.busy;
  return { busy: answer === undefined ? { longestSeconds } : { longestSeconds, answer } };
}

/** What the service requires and what is not well, in order of names, with what is known of the cause. */
async function downProviders(
  id: ServiceId,
  { services, recoveries }: SituationPorts,
): Promise<readonly DownService[]> {
  const edges = await services.edges(id);
  const required = edges.filter(({ consumer, optional }) => consumer === id && !optional);
  const providers = [...new Set(required.map(({ provider }) => provider))].toSorted();
  const found = await Promise.all(
    providers.map(async (provider): Promise<DownService | undefined> => {
      const row = await services.get(provider);
      if (isWell(row)) return undefined;
      const { recovery } = await recoveries.get(provider);
      return { service: provider, cause: recovery.trouble?.cause ?? inWords(row) };
    }),
  );
  return found.filter((one) => one !== undefined);
}

export function isWell(row: Service | undefined): boolean {
  return row?.status === 'running' && row.health !== 'unhealthy' && row.health !== 'unknown';
}

function inWords(row: Service | undefined): string {
  return row === undefined ? 'it is not installed' : `it is ${row.status}, its health ${row.health}`;
}
