import { describe, expect, it } from 'vitest';
import { createUsageHistory } from '#activities/host/stats/history.ts';
import { serviceId } from '#domain/ids.ts';
import { at, aUsage } from '#test/support/usage/usage.ts';

/** Rounds every 15 s, with one core in use. */
function recorded(seconds: number, from = 0) {
  const history = createUsageHistory();
  for (let time = from; time <= seconds; time += 15) record(history, time);
  return history;
}

function record(history: ReturnType<typeof createUsageHistory>, time: number, services = ['sonarr']) {
  const round = services.map((service) => aUsage({ service, at: at(time), cpuSeconds: time }));
  history.record(round, Date.parse(at(time)));
}

describe('the history of usage', () => {
  it('knows no cores at the first reading, and those since the one before from the second on', () => {
    const history = recorded(0);
    expect(history.components()[0]?.now).not.toHaveProperty('cpuCores');
    record(history, 15);
    expect(history.components()[0]?.now).toMatchObject({ at: at(15), cpuCores: 1 });
  });

  it('keeps a point a minute, with the cores of that whole minute', () => {
    const [sonarr] = recorded(180).components(serviceId('sonarr'));
    expect(sonarr?.lastHour.map((point) => point.at)).toEqual([at(0), at(60), at(120), at(180)]);
    expect(sonarr?.lastHour.map(({ cpuCores }) => cpuCores)).toEqual([undefined, 1, 1, 1]);
  });

  it('makes the minute’s point also where a round came a little early', () => {
    const history = recorded(45);
    record(history, 59);
    expect(history.components()[0]?.lastHour.map((point) => point.at)).toEqual([at(0), at(59)]);
  });

  it('is bounded: an hour has 60 points, after a day as well', () => {
    const [sonarr] = recorded(86_400).components();
    expect(sonarr?.lastHour).toHaveLength(60);
    expect(sonarr?.lastHour.at(-1)?.at).toBe(at(86_400));
  });

  it('keeps the past hour of what does not run any more, and then forgets it', () => {
    const history = recorded(600);
    history.record([], Date.parse(at(615)));
    expect(history.latest).toEqual([]);
    expect(history.components()[0]).not.toHaveProperty('now');
    expect(history.components()[0]?.lastHour).toHaveLength(11);
    history.record([], Date.parse(at(600 + 3601)));
    expect(history.components()).toEqual([]);
  });

  it('goes on with a component whose container was replaced, and makes up no cores between the two', () => {
    const history = recorded(60);
    const next = { containerId: 'the-next', startedAt: at(70) };
    history.record([aUsage({ ...next, at: at(120), cpuSeconds: 5 })], Date.parse(at(120)));
    const points = history.components()[0]?.lastHour ?? [];
    expect(points).toHaveLength(3);
    expect(points.at(-1)).not.toHaveProperty('cpuCores');
  });

  it('gives one service, or all of them by name', () => {
    const history = createUsageHistory();
    record(history, 0, ['sonarr', 'radarr']);
    expect(history.components().map(({ service }) => service)).toEqual(['radarr', 'sonarr']);
    expect(history.components(serviceId('sonarr')).map(({ service }) => service)).toEqual(['sonarr']);
    expect(history.components(serviceId('lidarr'))).toEqual([]);
  });
});
