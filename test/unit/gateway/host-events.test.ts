import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRemoteEventLog } from '#adapters/gateway/event-log.ts';
import type { NewEvent } from '#contracts/events.ts';
import { taskId } from '#contracts/ids.ts';
import { serviceId } from '#domain/ids.ts';
import type { EventAppender } from '#ports/event-log.ts';
import { type GatewayWorld, openGatewayWorld } from '#test/support/gateway/world.ts';

const runId = randomUUID();
const step = 'pullImage:registry.example/linux/sonarr:4';
const started = { type: 'step.started', data: { step, attempt: 2 } };
const progress = { type: 'step.progress', data: { step, progress: { current: 1, total: 2 } } };
const ended = { type: 'step.ended', data: { step, outcome: 'done', detail: 'pulled' } };

describe('of a run’s events a host writes', () => {
  let world: GatewayWorld;
  let log: EventAppender;
  beforeEach(async () => {
    world = await openGatewayWorld();
    log = createRemoteEventLog(world.connect(await world.joined('nas')));
    await world.install({ sonarr: 'nas' });
    await world.takeOver('sonarr', runId);
  });
  afterEach(() => world.close());

  const write = async (id: string, told: object, run = runId) =>
    log.append([
      {
        id,
        time: '2030-01-01T00:00:00.000Z',
        correlationId: 'c',
        task: taskId({ workflowId: 'svc/sonarr', runId: run }),
        service: serviceId('sonarr'),
        ...told,
      } as NewEvent,
    ]);
  const forbidden = { code: 'forbidden' };

  it('those of its steps, under the ids that steps give them', async () => {
    await write(`${runId}/${step}/2/started`, started);
    await write(`${runId}/${step}/2/progress/7`, progress);
    await write(`${runId}/plan-2/${step}/1/ended`, ended);
    await write(`${runId}/plan-2/undo/${step}/1/ended`, ended);
    await write(`${runId}/undo/${step}/2/started`, started);
  });

  it('none under an id of the control plane, or of another event', async () => {
    const { type } = started;
    const named = (name: string) => ({ type, data: { step: name, attempt: 2 } });
    for (const key of ['closed', 'planned', 'planned/2', 'lost', 'began', 'opened', '', 'child/x']) {
      await expect(write(`${runId}/${key}`, started)).rejects.toMatchObject(forbidden);
    }
    for (const rest of ['2/ended', '3/started', '2/started/1', '0/started', '2', '/started', '2/started/']) {
      await expect(write(`${runId}/${step}/${rest}`, started)).rejects.toMatchObject(forbidden);
    }
    await expect(write(`${runId}/${step}/2/progress`, progress)).rejects.toMatchObject(forbidden);
    for (const name of ['saveService:sonarr', 'waitForService:x', 'closed', ':x', '']) {
      const id = `${runId}/${name}/2/started`;
      await expect(write(id, named(name))).rejects.toMatchObject(forbidden);
    }
  });

  it('none of another run than the one that has the row', async () => {
    const other = randomUUID();
    const id = `${other}/${step}/2/started`;
    await expect(write(id, started, other)).rejects.toMatchObject(forbidden);
  });
});
