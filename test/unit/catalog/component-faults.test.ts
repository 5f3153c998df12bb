import { describe, expect, it } from 'vitest';
import { faultsAfter } from './sample.ts';

const imageReason = 'must be name:tag or name:tag@sha256:<64 hexadecimal digits>';

it('finds nothing wrong with a sound file', () => {
  expect(faultsAfter('', '')).toEqual([]);
});

describe('a component is refused', () => {
  it.each([
    ['an image without a tag', 'sample:1.2.3', 'sample', 'image', imageReason],
    ['a digest that is not one', 'sample:1.2.3', 'sample:1.2.3@sha256:beef', 'image', imageReason],
    ['the tag latest', 'sample:1.2.3', 'sample:latest', 'image', 'must name a version, not latest'],
    [
      'a bind mount',
      '"config:/config"',
      '"config:/config", "/etc:/etc"',
      'volumes.1',
      'must be <volume>:/path or <volume>:/path:ro',
    ],
    ['a mount that climbs', ':/config"', ':/config/../etc"', 'volumes.0', 'must not hold ..'],
    [
      'a long mount that climbs',
      '["config:/config"]',
      '[{ type: volume, source: config, target: /a/../b }]',
      'volumes.0.target',
      'must be an absolute path without .., : and $',
    ],
    [
      'an undeclared volume',
      '"config:/config"',
      '"config:/config", "data:/data"',
      'volumes.1',
      'names data, which volumes does not declare',
    ],
    [
      'an undeclared network',
      '[media]',
      '[media, wan]',
      'networks.1',
      'names wan, which networks does not declare',
    ],
    [
      'a host port of its own',
      '8080:8080',
      '9090:8080',
      'ports.0',
      'must have the container’s port on both sides: the host’s is chosen by Showrunner',
    ],
    ['a port beyond the last', '"8080:8080"', '"8080", "70000"', 'ports.1', 'must be from 1 to 65535'],
    [
      'a port published twice',
      '"8080:8080"',
      '"8080", "8080"',
      'ports.1',
      '8080/tcp is published by sample already',
    ],
  ])('for %s', (_, old, replacement, place, reason) => {
    expect(faultsAfter(old, replacement)).toEqual([`services.sample.${place}: ${reason}`]);
  });

  it.each([
    ['restart: always', 'restart: is decided by Showrunner'],
    ['container_name: x', 'container_name: is chosen by Showrunner'],
    ['labels: { a: b }', 'labels: are set by Showrunner'],
    ['privileged: true', 'privileged: is never given; name what is needed in cap_add and devices'],
    ['network_mode: host', 'network_mode: is said by x-showrunner.namespace-of on the component'],
    ['depends_on: [x]', 'depends_on: is said by x-showrunner.requires'],
    ['healthcheck: {}', 'healthcheck: is derived from x-showrunner.health'],
    ['pid: host', 'pid: is not a known key'],
    ['stop_grace_period: forever', 'stop_grace_period: must be a duration such as 30s, 5m or 1h30m'],
    ['stop_grace_period: ""', 'stop_grace_period: must be a duration such as 30s, 5m or 1h30m'],
    ['mem_limit: plenty', 'mem_limit: must be a size such as 256m or 1g'],
    ['user: root', `user: must be uid:gid, such as \${PUID}:\${PGID}`],
    [
      'security_opt: ["seccomp:unconfined"]',
      'security_opt.0: invalid input: expected "no-new-privileges:true"',
    ],
    ['devices: ["/etc/shadow"]', 'devices.0: must be a device such as /dev/net/tun'],
    ['command: run it', 'command: invalid input: expected array, received string'],
    [
      'x-showrunner: { namespace-of: vpn }',
      'x-showrunner.namespace-of: names vpn, which requires does not have with via: namespace',
    ],
  ])('for %s', (key, fault) => {
    expect(faultsAfter('networks: [media]', `networks: [media]\n    ${key}`)).toEqual([
      `services.sample.${fault}`,
    ]);
  });
});

describe('the parts of a file', () => {
  it('have the folder’s name', () => {
    expect(faultsAfter('name: sample', 'name: simple')).toEqual([
      'name: must be sample, the name of its folder',
    ]);
  });

  it('hold the main component', () => {
    expect(faultsAfter('sample:\n    image', 'server:\n    image')).toEqual([
      'services: must hold the main component, sample',
    ]);
  });

  it('are all used', () => {
    const spare = 'volumes:\n  spare: { x-showrunner: { role: cache } }\n  config';
    expect(faultsAfter('volumes:\n  config', spare)).toEqual(['volumes.spare: is used by no component']);
    expect(faultsAfter('  media:\n', '  media:\n  spare:\n')).toEqual([
      'networks.spare: is used by no component',
    ]);
  });

  it('are in a network', () => {
    expect(faultsAfter('[media]', '[]')).toContain('services.sample: must be in a network');
  });
});
