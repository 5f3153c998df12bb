import { type SinkName, sinkAddress, sinkNames } from '#domain/alert.ts';
import type { AlertStore } from '#ports/alert-store.ts';
import type { SettingsStore } from '#ports/settings-store.ts';

interface TargetPorts {
  readonly alerts: Pick<AlertStore, 'switchedOff'>;
  readonly settings: Pick<SettingsStore, 'read'>;
}

/** With the revision of the settings that say so. */
export type SinkTarget = { readonly revision: number } & (
  | { readonly address: string }
  | { readonly unusable: string }
);

/** Where the sink is, or why it is to be left alone. One that switched itself off is asked again once the settings change. */
export async function sinkTarget(sink: SinkName, { alerts, settings }: TargetPorts): Promise<SinkTarget> {
  const { values, revision } = await settings.read();
  const address = sinkAddress(values, sink);
  if (address === undefined) return { revision, unusable: 'no address is set' };
  const off = await alerts.switchedOff(sink);
  return off?.revision === revision ? { revision, unusable: off.reason } : { revision, address };
}

/** Those that can be told, by the settings as they are. */
export async function usableSinks(
  ports: TargetPorts,
): Promise<{ readonly revision: number; readonly sinks: readonly SinkName[] }> {
  const sinks: SinkName[] = [];
  const { revision } = await ports.settings.read();
  for (const sink of sinkNames) {
    if ('address' in (await sinkTarget(sink, ports))) sinks.push(sink);
  }
  return { revision, sinks };
}
