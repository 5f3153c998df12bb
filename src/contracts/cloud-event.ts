import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { EventData, EventType, LoggedEvent } from './events.ts';

/** An event as others receive it: CloudEvents 1.0 in JSON, with `correlationid`, `task`, `service` and `position` as extensions. */
export type CloudEvent = { readonly [Type in EventType]: CloudEventOf<Type> }[EventType];

export interface CloudEventOf<Type extends EventType> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: `showrunner.${Type}`;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly subject?: string;
  readonly correlationid: string;
  readonly task?: TaskId;
  readonly service?: ServiceId;
  readonly position: number;
  readonly data: EventData[Type];
}

/** `source` names the instance: `urn:showrunner:<instance id>`. */
export function toCloudEvent(event: LoggedEvent, source: string): CloudEvent {
  const { id, type, time, correlationId, task, service, position, data } = event;
  const subject = service ?? task;
  // Type and data come from one event, so they belong together; a destructured union no longer knows that.
  return {
    specversion: '1.0',
    id,
    source,
    type: `showrunner.${type}`,
    time,
    datacontenttype: 'application/json',
    ...(subject === undefined ? {} : { subject }),
    correlationid: correlationId,
    ...(task === undefined ? {} : { task }),
    ...(service === undefined ? {} : { service }),
    position,
    data,
  } as CloudEvent;
}

/** A CloudEvent as a client received it: its ids are plain texts. */
export type ReceivedEvent = Pick<CloudEvent, 'id' | 'time' | 'correlationid' | 'position'> & {
  readonly type: CloudEvent['type'];
  readonly task?: string;
  readonly service?: string;
  readonly data: object;
};

/** The way back, for programs that fold what the API sent them; its schema vouches that type and data belong together. */
export function fromCloudEvent(event: ReceivedEvent): LoggedEvent {
  const { id, type, time, correlationid, task, service, position, data } = event;
  return {
    id,
    type: type.slice('showrunner.'.length),
    time,
    correlationId: correlationid,
    ...(task === undefined ? {} : { task }),
    ...(service === undefined ? {} : { service }),
    position,
    data,
  } as LoggedEvent;
}
