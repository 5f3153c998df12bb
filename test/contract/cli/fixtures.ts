import type { CloudEvent, Service, Task } from '#sdk/generated/schema.ts';

export const batchId = 'batch.b.0199a000-0000-7000-8000-000000000001';
export const childId = 'svc.sonarr.0199a000-0000-7000-8000-000000000002';
const time = '2026-01-31T12:00:00.000Z';

export function service(id: string, more: Partial<Service> = {}): Service {
  return {
    id,
    name: 'Sonarr',
    definition: id,
    category: 'content',
    version: '4.0.19',
    host: 'local',
    desired: 'running',
    status: 'running',
    health: 'healthy',
    since: time,
    origin: 'request',
    settings: {},
    secretSettings: [],
    ports: [],
    web: 'http://127.0.0.1:8989/',
    requires: [],
    requiredBy: [],
    revision: 1,
    etag: 'abcdef0123456789',
    ...more,
  };
}

export function task(id: string, more: Partial<Task> = {}): Task {
  return {
    id,
    operation: 'install',
    status: 'running',
    startedAt: time,
    requestedBy: 'token:admin',
    correlationId: 'c',
    steps: [],
    children: [],
    ...more,
  };
}

/** Events of a task that installs sonarr with one step, by position. */
export function installEvents(
  status: 'succeeded' | 'failed' | 'cancelled' = 'succeeded',
): readonly CloudEvent[] {
  const step = {
    id: 'make',
    type: 'createNetwork' as const,
    phase: 'resources' as const,
    cause: 'it is not there',
    after: [],
    bestEffort: false,
    arguments: { name: 'media', internal: false, pool: '10.208.0.0/12' },
  };
  const plan = {
    format: 1 as const,
    operation: 'install' as const,
    service: 'sonarr',
    hash: 'h',
    steps: [step],
    notes: [],
  };
  const error = { code: 'never-healthy' as const, message: 'sonarr stayed ill.', remedy: 'See its log.' };
  return [
    event(1, 'showrunner.task.opened', { operation: 'install', requestedBy: 'token:admin' }),
    event(2, 'showrunner.task.planned', { plan }),
    event(3, 'showrunner.step.started', { step: 'make', attempt: 1 }),
    event(4, 'showrunner.step.ended', { step: 'make', outcome: 'done', detail: 'made' }),
    event(5, 'showrunner.task.closed', status === 'failed' ? { status, error } : { status }),
  ];
}

function event<Type extends CloudEvent['type']>(
  position: number,
  type: Type,
  data: Extract<CloudEvent, { type: Type }>['data'],
): CloudEvent {
  const whole = {
    specversion: '1.0',
    id: String(position),
    source: 'urn:showrunner:0',
    type,
    time,
    datacontenttype: 'application/json',
    correlationid: 'c',
    task: childId,
    service: 'sonarr',
    position,
    data,
  };
  return whole as unknown as CloudEvent;
}
