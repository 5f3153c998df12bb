import type { EventData, NewEvent, NewEventOf } from './events.ts';
import { hostWorkflowId } from './ids.ts';

type HostEvent = 'host.joined' | 'host.drained' | 'host.opened' | 'host.removed';
type Occasion = Pick<NewEvent, 'id' | 'time'> & { readonly correlationId?: string | undefined };

/** What becomes of a host. Where no request asked for it, the event belongs to the host's supervision. */
export function hostEvent<Type extends HostEvent>(
  type: Type,
  data: EventData[Type],
  { id, time, correlationId = hostWorkflowId(data.host) }: Occasion,
): NewEventOf<Type> {
  return { id, type, time, correlationId, data };
}
