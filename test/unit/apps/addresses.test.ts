import { describe, expect, it } from 'vitest';
import { createAppAddresses } from '#adapters/apps/addresses.ts';
import type { ContainerDetail } from '#ports/container-runtime.ts';

const running: ContainerDetail = {
  id: 'c1',
  name: 'showrunner-sonarr',
  state: 'running',
  oomKilled: false,
  restarts: 0,
  addresses: {},
  labels: {},
};

function addressesOf(detail: ContainerDetail | undefined) {
  return createAppAddresses({ inspect: () => Promise.resolve(detail) });
}

describe('addresses of applications', () => {
  it('are the first by network name, so that every call takes the same', async () => {
    const addresses = addressesOf({ ...running, addresses: { media: '10.200.1.2', download: '10.200.0.2' } });
    await expect(addresses.baseUrl('showrunner-sonarr', 8989)).resolves.toBe('http://10.200.0.2:8989');
  });

  it('skip networks that gave no address, and put IPv6 into brackets', async () => {
    const addresses = addressesOf({ ...running, addresses: { download: '', media: 'fd00::2' } });
    await expect(addresses.baseUrl('showrunner-sonarr', 8989)).resolves.toBe('http://[fd00::2]:8989');
  });

  it.each([
    ['is not there', undefined],
    ['is exited and has no address', { ...running, state: 'exited' as const }],
  ])('are app-unreachable where the container %s', async (why, detail) => {
    await expect(addressesOf(detail).baseUrl('showrunner-sonarr', 8989)).rejects.toMatchObject({
      code: 'app-unreachable',
      message: `Container showrunner-sonarr ${why}.`,
    });
  });
});
