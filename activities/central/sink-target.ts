import { type SinkName, sinkAddress, sinkNames } from '#domain/alert.ts';
import type { AlertStore } from '#ports/alert-store.ts';
import type { SettingsStore } from '#ports/settings-store.ts';

interface TargetPorts {
  readonly alerts: Pick<AlertStore, 'switchedOff'>;
  readonly settings: Pick<SettingsStore, 'read'>;
}

export type SinkTarget =
  /** With the revision of the settings that name it. */
  { readonly address: string; readonly revision: number } | { readonly unusable: string };

/** Where the sink is, or why it is to be left alone. One that switched itself off is asked again once the settings change. */
export async function sinkTarget(sink: SinkName, { alerts, settings }: TargetPorts): Promise<SinkTarget> {
  const { values, revision } = await settings.read();
  const address = sinkAddress(values, sink);
  if (address === undefined) return { unusable: 'no address is set' };
  const off = await alerts.switchedOff(sink);
  return off?.revision === revision ? { unusable: off.reason } : { address, revision };
}

export async function usableSinks(ports: TargetPorts): Promise<readonly SinkName[]> {
  const usable: SinkName[] = [];
  for (const sink of sinkNames) {
    if ('address' in (await sinkTarget(sink, ports))) usable.push(sink);
  }
  return usable;
}
