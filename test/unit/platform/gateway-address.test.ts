import { describe, expect, test } from 'vitest';
import { readConfiguration } from '#platform/configuration.ts';
import { readEnvironment } from '#platform/environment.ts';
import { keepGatewayAddress, parseGatewayAddress } from '#platform/gateway-address.ts';
import { openHome } from '#platform/home.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('the gateway’s address', () => {
  test('is an IPv4 address that hosts can be told, and a port', () => {
    expect(parseGatewayAddress('10.0.0.1:8485')).toEqual({ host: '10.0.0.1', port: 8485 });
    for (const text of [
      '',
      '10.0.0.1',
      '0.0.0.0:1',
      '10.0.0.1:0',
      '10.0.0.1:70000',
      'nas:1',
      '10.0.0.256:1',
      ':1',
    ]) {
      expect(parseGatewayAddress(text)).toBeUndefined();
    }
  });

  test('is kept by the home for later starts, and given up again', async () => {
    await using folder = await temporaryFolder();
    const home = await openHome(folder.path);
    const environment = readEnvironment({ HOME: folder.path });
    expect(readConfiguration(environment, home)).not.toHaveProperty('gateway');
    expect(await keepGatewayAddress(home.paths, '10.0.0.1:8485')).toBe(true);
    expect(await keepGatewayAddress(home.paths, '10.0.0.1:8485')).toBe(false);
    expect(readConfiguration(environment, home).gateway).toEqual({ host: '10.0.0.1', port: 8485 });
    const given = readEnvironment({ HOME: folder.path, SHOWRUNNER_GATEWAY: '10.0.0.2:1' });
    expect(readConfiguration(given, home).gateway).toEqual({ host: '10.0.0.2', port: 1 });
    expect(await keepGatewayAddress(home.paths, undefined)).toBe(true);
    expect(readConfiguration(environment, home)).not.toHaveProperty('gateway');
  });
});
