import { Readable } from 'node:stream';
import { Context } from '@temporalio/activity';
import { longestStatsUpload, type StatsRequest, type StatsUpload } from '#contracts/stats.ts';
import type { ComponentUsage } from '#domain/usage.ts';
import type { UploadTarget } from '#ports/upload-target.ts';
import type { Sampler } from './sampler.ts';

type Usage = Pick<Sampler, 'components'>;

/** Dials back to the API instance that asked. Nothing is asked of the engine: the last round is at most seconds old. */
export function sendStats(usage: Usage, uploads: UploadTarget) {
  return (request: StatsRequest): Promise<void> => {
    const line = Buffer.from(`${JSON.stringify(uploadOf(request, usage))}\n`);
    // Whether or not somebody still waited for it, there is nothing more to be done.
    return uploads.upload(request, Readable.from([line]), Context.current().cancellationSignal);
  };
}

export function uploadOf({ service }: Pick<StatsRequest, 'service'>, usage: Usage): StatsUpload {
  const components = usage.components(service);
  if (service === undefined) return { components: components.map(withoutHistory) };
  const upload = { components };
  // A service of very many components is told without its past rather than not at all.
  return Buffer.byteLength(JSON.stringify(upload)) < longestStatsUpload
    ? upload
    : { components: components.map(withoutHistory) };
}

function withoutHistory(component: ComponentUsage): ComponentUsage {
  return { ...component, lastHour: [] };
}
