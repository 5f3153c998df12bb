import { beforeEach, describe, expect, it } from 'vitest';
import { askBusy } from '#activities/host/ask-busy.ts';
import type { BusyDefinition } from '#domain/busy.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import { secretPath } from '#domain/secret.ts';
import type { AppQuestion } from '#ports/answer-reader.ts';
import { containerOfSonarr as container, type EngineWorld, engineWorld } from './support/engine.ts';

const sonarr = serviceId('sonarr');
const probe: BusyDefinition = {
  component: componentName('sonarr'),
  port: 8989,
  path: '/command',
  headers: { Authorization: ['Token="', { secret: 'api-key' }, '"'] },
  any: { status: ['started'] },
  named: 'name',
  longestSeconds: 7200,
};
const health = {
  readiness: { type: 'tcp', component: 'sonarr', port: 8989 },
  startSeconds: 60,
  intervalSeconds: 30,
  timeoutSeconds: 5,
  retries: 3,
};

describe('the question whether a service is busy', () => {
  let world: EngineWorld;
  let asked: (AppQuestion & { readonly timeoutSeconds: number })[];
  let answer: unknown;

  beforeEach(() => {
    world = engineWorld();
    asked = [];
    answer = [{ status: 'started', name: 'Backup' }];
  });

  const ask = () =>
    askBusy({
      ...world,
      answers: {
        read: async (question, timeoutSeconds) => {
          asked.push({ ...question, timeoutSeconds });
          return answer;
        },
      },
    })({ service: sonarr, probe });
  const create = (address: string) => {
    const targets = { sonarr: { address, container } };
    return world.create({ desired: JSON.stringify({ id: 'sonarr', health, targets }) });
  };
  const keep = () =>
    world.secrets.write(secretPath('sonarr', 'api-key'), 'k', { expected: 0, origin: 'test' });

  it('goes with its newest secret to the container whose address serves it, for 3 s', async () => {
    await keep();
    await create('showrunner-vpn');
    expect(await ask()).toEqual({ at: 'Backup' });
    expect(asked).toEqual([
      {
        container: 'showrunner-vpn',
        port: 8989,
        path: '/command',
        headers: { Authorization: 'Token="k"' },
        timeoutSeconds: 3,
      },
    ]);
  });

  it('is a no where there is no answer', async () => {
    await keep();
    await create(container);
    answer = undefined;
    expect(await ask()).toEqual({});
  });

  it('is a no, and not put, without a container, and without the secret', async () => {
    await keep();
    expect(await ask()).toEqual({});
    world = engineWorld();
    await create(container);
    expect(await ask()).toEqual({});
    expect(asked).toEqual([]);
  });
});
