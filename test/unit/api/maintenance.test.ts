import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '#domain/errors.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { problemOf } from './support/http.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
  await api.send('POST', '/api/v1/services', { body: { service: 'redis' } });
});
afterEach(() => api.close());

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const open = (body: object) => api.send('POST', '/api/v1/maintenance', { body });
const list = async () => (await api.send('GET', '/api/v1/maintenance')).body;

describe('a maintenance window', () => {
  it('is there until it is ended, and its monitor is told both times', async () => {
    const opened = await open({ service: 'redis', endsAt: inAnHour(), reason: 'a new disk' });
    expect(opened.status).toBe(201);
    expect(await list()).toEqual({ windows: [opened.body] });
    const { id } = opened.body as { id: string };
    expect((await api.send('DELETE', `/api/v1/maintenance/${id}`)).status).toBe(200);
    expect(await list()).toEqual({ windows: [] });
    expect(api.reviewed).toEqual(['redis', 'redis']);
  });

  it('without a service is one of all services', async () => {
    const opened = await open({ endsAt: inAnHour(), reason: 'moving house' });
    expect(opened.body).not.toHaveProperty('service');
    expect(api.reviewed).toEqual(['redis']);
  });

  it('is in force and ends although the monitors cannot be told, which the answers say', async () => {
    await api.close();
    const review = () => Promise.reject(new DomainError('temporal-unreachable', 'Temporal is away.'));
    api = await startTestApi({ monitors: { review } });
    await api.send('POST', '/api/v1/services', { body: { service: 'redis' } });
    const delayed = expect.stringContaining('within 5 minutes: Temporal is away.');
    const opened = await open({ service: 'redis', endsAt: inAnHour(), reason: 'a new disk' });
    expect([opened.status, opened.body]).toEqual([201, expect.objectContaining({ delayed })]);
    const { id } = opened.body as { id: string };
    expect(await list()).toMatchObject({ windows: [{ id }] });
    const ended = await api.send('DELETE', `/api/v1/maintenance/${id}`);
    expect([ended.status, ended.body]).toEqual([200, expect.objectContaining({ delayed })]);
    expect(await list()).toEqual({ windows: [] });
  });

  it.each([
    ['that has ended already', { endsAt: '2020-01-01T00:00:00Z', reason: 'late' }, 'endsAt'],
    [
      'that ends before it begins',
      { startsAt: '2999-01-02T00:00:00Z', endsAt: '2999-01-01T00:00:00Z', reason: 'x' },
      'endsAt',
    ],
    ['of a year', { endsAt: '2999-01-01T00:00:00Z', reason: 'for good' }, 'endsAt'],
    ['without a reason', { endsAt: '2999-01-01T00:00:00Z', reason: ' ' }, 'reason'],
  ])('%s is a fault', async (_, body, field) => {
    const answer = await open(body);
    expect([answer.status, problemOf(answer).code]).toEqual([400, 'invalid-input']);
    expect(answer.text).toContain(`"${field}"`);
  });

  it('of a service or under an id that is not there is not found', async () => {
    expect((await open({ service: 'nobody', endsAt: inAnHour(), reason: 'x' })).status).toBe(404);
    expect((await api.send('DELETE', '/api/v1/maintenance/nothing')).status).toBe(404);
  });
});
