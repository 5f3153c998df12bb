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

/** The way back, for programs that fold what they receive. */
export function fromCloudEvent(event: CloudEvent): LoggedEvent {
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
