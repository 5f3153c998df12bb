import { z } from 'zod';
import { named } from '#adapters/docker/connection/engine-errors.ts';
import { jsonLines } from '#adapters/docker/connection/json-lines.ts';
import { healthOf, lookAt } from '#adapters/docker/containers/containers.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { isOurs } from '#adapters/docker/ownership.ts';
import { unixTime } from '#adapters/docker/times.ts';
import { labels } from '#contracts/labels.ts';
import { DomainError } from '#domain/errors.ts';
import { isSlug, serviceId } from '#domain/ids.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';

/**
 * Begins at the time of the call, not of the first read: the engine replays what came in between (256 events at most, and
 * none from before its own start). Whoever calls this, then lists, then reads, misses nothing.
 */
export function watchEvents(context: DockerContext, signal: AbortSignal): AsyncIterable<RuntimeEvent> {
  return readEvents(context, signal, unixTime(new Date().toISOString()));
}

async function* readEvents(
  context: DockerContext,
  signal: AbortSignal,
  since: string,
): AsyncGenerator<RuntimeEvent> {
  try {
    if (signal.aborted) return;
    const query = {
      since,
      filters: { type: ['container', 'network'], event: [...actions, 'health_status'] },
    };
    const chunks = context.engine.stream({ method: 'GET', path: '/events', query }, signal);
    for await (const message of jsonLines(eventMessage, chunks)) {
      const event = await translate(context, message);
      if (event !== undefined) yield event;
    }
    throw new DomainError('engine-unreachable', 'The Docker engine ended its stream of events.');
  } catch (error) {
    if (!signal.aborted) throw named(error, 'internal');
  }
}

/** Health checks are noise here (exec_create, exec_start, exec_die): they are not asked for. */
const actions = [
  'start',
  'die',
  'oom',
  'destroy',
  'rename',
  'pause',
  'unpause',
  'stop',
  'kill',
  'connect',
  'disconnect',
] as const;

const action = z.enum(actions);

const eventMessage = z.object({
  Type: z.string(),
  Action: z.string(),
  timeNano: z.number(),
  Actor: z.object({
    ID: z.string(),
    Attributes: z
      .record(z.string(), z.string())
      .nullish()
      .transform((attributes) => attributes ?? {}),
  }),
});
type EventMessage = z.infer<typeof eventMessage>;

type Attributes = Readonly<Record<string, string>>;

async function translate(context: DockerContext, message: EventMessage): Promise<RuntimeEvent | undefined> {
  const what = kindOf(message.Action);
  if (what === undefined) return undefined;
  const { id, attributes } = await subjectOf(context, message);
  const { [labels.service]: service = '', [labels.component]: component = '' } = attributes;
  if (!isOurs(context.instance, attributes) || !isSlug(service)) return undefined;
  return {
    ...what,
    container: attributes.name ?? id,
    containerId: id,
    service: serviceId(service),
    component,
    at: new Date(message.timeNano / 1e6).toISOString(),
    ...(what.type === 'die' ? { exitCode: Number(attributes.exitCode ?? 0) } : {}),
    ...(what.type === 'kill' ? signalOf(attributes) : {}),
  };
}

function kindOf(text: string): Pick<RuntimeEvent, 'type' | 'health'> | undefined {
  const health = healthOf(/^health_status: (\w+)$/.exec(text)?.[1]);
  if (health !== undefined) return { type: 'health', health };
  const type = action.safeParse(text).data;
  return type === undefined ? undefined : { type };
}

/** Usually a number; a name would tell no more than that somebody sent a signal. */
function signalOf({ signal }: Attributes): Pick<RuntimeEvent, 'signal'> {
  const number = Number(signal);
  return Number.isInteger(number) ? { signal: number } : {};
}

/** A container's labels are attributes of its own events; those of networks name only its id. */
async function subjectOf(
  context: DockerContext,
  { Type: type, Actor: actor }: EventMessage,
): Promise<{ readonly id: string; readonly attributes: Attributes }> {
  if (type === 'container') return { id: actor.ID, attributes: actor.Attributes };
  const id = actor.Attributes.container ?? '';
  const found = id === '' ? undefined : await lookAt(context, id);
  if (found === undefined) return { id, attributes: {} };
  return { id, attributes: { ...found.Config.Labels, name: found.Name } };
}
