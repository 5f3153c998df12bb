import { describe, expect, it } from 'vitest';
import { instanceSettings } from '#domain/instance-settings.ts';
import { hostPatienceSeconds } from '#domain/patience.ts';

describe('the patience with a host that is away', () => {
  it('is six hours unless a person says otherwise', () => {
    expect(hostPatienceSeconds({})).toBe(6 * 3600);
    const said = ['90s', '30m', '2h', '1d'].map((text) => hostPatienceSeconds({ 'hosts.patience': text }));
    expect(said).toEqual([90, 1800, 7200, 86_400]);
  });

  it.each(['', '0s', '6', 'h', '6 h', '10000s', '-1h'])('takes no %j', (text) => {
    const checked = instanceSettings({ 'hosts.patience': text });
    expect('faults' in checked && checked.faults).toContainEqual({
      field: 'hosts.patience',
      reason: 'must be a time such as 90s, 30m or 6h',
    });
  });
});
