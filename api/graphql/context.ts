import type { ApiContext, Caller } from '../context.ts';
import { sharedLoad } from '../shared-load.ts';
import type { ServiceView } from '../use-cases/service-view.ts';
import { listServices } from '../use-cases/services.ts';

/** What resolvers are given. */
export interface GraphContext {
  readonly api: ApiContext;
  readonly caller: Caller;
  /** Aborts when the client goes away or the process ends. */
  readonly signal: AbortSignal;
  /** All services by id: one read for however many dependencies are resolved at the same time. */
  readonly services: () => Promise<ReadonlyMap<string, ServiceView>>;
}

export function graphContext(api: ApiContext, caller: Caller, signal: AbortSignal): GraphContext {
  const load = async () => new Map((await listServices(api.ports)).map((service) => [service.id, service]));
  return { api, caller, signal, services: sharedLoad(load) };
}
