import { describe, expect, it } from 'vitest';
import { gatewayPaths } from '#contracts/gateway.ts';
import { monitorAnswers } from '#schemas/gateway.ts';
import { openGatewayWorld } from '#test/support/gateway/world.ts';
import { byOurClock } from '#workers/gateway/host-api/clock.ts';

const now = Date.parse('2026-01-01T12:00:00.000Z');
const clock = (time: string) => `2026-01-01T${time}.000Z`;

describe('what a host tells', () => {
  it('keeps its time while the clocks agree, however late it comes', () => {
    expect(byOurClock(clock('09:00:00'), clock('12:00:00'), now)).toBe(clock('09:00:00'));
    expect(byOurClock(clock('11:59:50'), clock('11:59:45'), now)).toBe(clock('11:59:50'));
  });

  it('has our time where its clock is slow or fast', () => {
    expect(byOurClock(clock('10:59:00'), clock('11:00:00'), now)).toBe(clock('11:59:00'));
    expect(byOurClock(clock('12:59:00'), clock('13:00:00'), now)).toBe(clock('11:59:00'));
  });

  it('is never later than now, nor before all time', () => {
    const [first, last] = ['0001-01-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z'];
    expect(byOurClock(last, clock('12:00:00'), now)).toBe(clock('12:00:00'));
    expect(byOurClock(last, first, now)).toBe(clock('12:00:00'));
    expect(byOurClock(first, last, now)).toBe('1970-01-01T00:00:00.000Z');
  });

  it('reaches monitors so', async () => {
    const world = await openGatewayWorld();
    const before = Date.now();
    const client = world.connect(await world.joined('nas'));
    const report = { at: '9999-01-01T00:00:00.000Z', reachable: true, cause: 'up' };
    const body = { method: 'reportHost', sent: new Date().toISOString(), report };
    const answer = monitorAnswers.reportHost;
    await client.post({ path: gatewayPaths.monitors, body, answer, outage: 'temporal-unreachable' });
    const at = expect.toSatisfy(
      (text: string) => Date.parse(text) >= before && Date.parse(text) <= Date.now(),
    );
    expect(world.told).toEqual([['nas', { ...report, at }]]);
    await world.close();
  });
});
