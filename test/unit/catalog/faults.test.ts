import { expect, it } from 'vitest';
import { faultsAfter, sampleTexts, sampleYaml } from './sample.ts';

const secret = `\${SECRET_API_KEY}`;

it('finds nothing wrong with a sound file', () => {
  expect(faultsAfter('', '')).toEqual([]);
});

it.each([
  ['an unknown key', 'website:', 'websight: x\n  website:', 'x-showrunner.websight: is not a known key'],
  [
    'a key that Showrunner decides',
    'networks: [media]',
    'networks: [media]\n    restart: always',
    'services.sample.restart: is decided by Showrunner',
  ],
  [
    'privilege',
    'networks: [media]',
    'networks: [media]\n    privileged: true',
    'services.sample.privileged: is never given; name what is needed in cap_add and devices',
  ],
  [
    'an image without a tag',
    'sample:1.2.3',
    'sample',
    'services.sample.image: must be name:tag or name:tag@sha256:<64 hexadecimal digits>',
  ],
  [
    'a digest that is not one',
    'sample:1.2.3',
    'sample:1.2.3@sha256:beef',
    'services.sample.image: must be name:tag or name:tag@sha256:<64 hexadecimal digits>',
  ],
  [
    'the tag latest',
    'sample:1.2.3',
    'sample:latest',
    'services.sample.image: must name a version, not latest',
  ],
  [
    'another id than the folder’s',
    'name: sample',
    'name: simple',
    'name: must be sample, the name of its folder',
  ],
  [
    'no main component',
    'sample:\n    image',
    'server:\n    image',
    'services: must hold the main component, sample',
  ],
  [
    'an undeclared volume',
    'config:/config"',
    'config:/config", "data:/data"',
    'services.sample.volumes.1: names data, which volumes does not declare',
  ],
  [
    'a bind mount',
    'config:/config"',
    'config:/config", "/etc:/etc"',
    'services.sample.volumes.1: must be <volume>:/path or <volume>:/path:ro',
  ],
  [
    'a mount that climbs',
    'config:/config"',
    'config:/config/../etc"',
    'services.sample.volumes.0: must not hold ..',
  ],
  [
    'an unused volume',
    'volumes:\n  config',
    'volumes:\n  spare: { x-showrunner: { role: cache } }\n  config',
    'volumes.spare: is used by no component',
  ],
  [
    'an undeclared network',
    '[media]',
    '[media, wan]',
    'services.sample.networks.1: names wan, which networks does not declare',
  ],
  ['an unused network', '  media:\n', '  media:\n  spare:\n', 'networks.spare: is used by no component'],
  ['no network', '[media]', '[]', 'services.sample: must be in a network'],
  [
    'a host port of its own',
    '8080:8080',
    '9090:8080',
    'services.sample.ports.0: must have the container’s port on both sides: the host’s is chosen by Showrunner',
  ],
  [
    'a port beyond the last',
    '["8080:8080"]',
    '["8080", "70000"]',
    'services.sample.ports.1: must be from 1 to 65535',
  ],
  [
    'a port published twice',
    '["8080:8080"]',
    '["8080", "8080"]',
    'services.sample.ports.1: 8080/tcp is published by sample already',
  ],
  [
    'a namespace that is not required so',
    'networks: [media]',
    'networks: [media]\n    x-showrunner: { namespace-of: vpn }',
    'services.sample.x-showrunner.namespace-of: names vpn, which requires does not have with via: namespace',
  ],
  [
    'a namespace that nothing joins',
    'default: qbittorrent,',
    'default: qbittorrent, via: namespace,',
    'x-showrunner.requires.0.via: needs a component with x-showrunner.namespace-of: torrent-client',
  ],
  [
    'a requirement of itself',
    'default: qbittorrent',
    'default: sample',
    'x-showrunner.requires.0.default: is the definition itself',
  ],
  [
    'an unknown health component',
    'type: http,',
    'type: http, component: other,',
    'x-showrunner.health.readiness.component: other is not a component',
  ],
  [
    'an unknown health port',
    'port: 8080, path',
    'port: 8081, path',
    'x-showrunner.health.readiness.port: 8081 is in neither ports nor expose of its component',
  ],
  [
    'a start without end',
    'start: 1m',
    'start: forever',
    'x-showrunner.health.start: must be a duration such as 30s, 5m or 1h30m',
  ],
  [
    'a web port that is not published',
    'web: { port: 8080',
    'web: { port: 8081',
    'x-showrunner.web.port: 8081 is not in ports of its component',
  ],
  [
    'a login without its secret',
    'api-key: api-key }',
    'api-key: other }',
    'x-showrunner.login.api-key: names other, which is no secret',
  ],
  [
    'a link to what is not required',
    'to: torrent-client',
    'to: media-server',
    'x-showrunner.links.0.to: media-server is not among requires',
  ],
  [
    'a link of no known kind',
    'kind: download-client',
    'kind: teleport',
    "x-showrunner.links.0.kind: invalid discriminator value. Expected 'app-login' | 'root-folder' | 'media-server-setup' | 'torrent-setup' | 'download-client' | 'media-connection' | 'indexer-application'",
  ],
  [
    'a folder outside the volumes',
    '    - { kind: download-client, to: torrent-client, arguments: { category: tv } }',
    '    - { kind: root-folder, arguments: { path: /data/media/tv } }',
    'x-showrunner.links.0.arguments: /data/media/tv lies in no volume of sample',
  ],
  [
    'a missing seeded file',
    'from: sample.conf',
    'from: other.conf',
    'x-showrunner.files.0.from: other.conf is not in the definition’s folder',
  ],
  [
    'a seeded file in another folder',
    'from: sample.conf',
    'from: ../x',
    'x-showrunner.files.0.from: must be a file’s name in the definition’s folder',
  ],
  [
    'a seeded file in a read-only component',
    'networks: [media]\n    ports',
    'networks: [media]\n    read_only: true\n    ports',
    undefined,
  ],
  [
    'an unknown variable',
    'SETTING_COLOUR:-red',
    'SETTING_SHAPE',
    `services.sample.environment.COLOUR: \${SETTING_SHAPE} does not exist; there are PUID, PGID, TZ, UMASK, SERVICE, SETTING_COLOUR, SECRET_ENTERED, SECRET_API_KEY`,
  ],
  [
    'a secret setting used as a plain one',
    'SETTING_COLOUR:-red',
    'SETTING_ENTERED',
    `services.sample.environment.COLOUR: \${SETTING_ENTERED} is a secret setting; write \${SECRET_ENTERED}`,
  ],
  [
    'a malformed variable',
    `\${SETTING_COLOUR:-red}`,
    '$COLOUR',
    `services.sample.environment.COLOUR: $ is not a variable; write \${NAME}, or $$ for a dollar sign`,
  ],
  [
    'an encoding outside a file',
    'SECRET_API_KEY}',
    'SECRET_API_KEY|qbittorrent-pbkdf2}',
    `services.sample.environment.KEY: \${SECRET_API_KEY|qbittorrent-pbkdf2} has an encoding, which Compose accepts only in seeded files`,
  ],
  [
    'a secret in the command',
    'networks: [media]',
    `networks: [media]\n    command: [run, "--key=${secret}"]`,
    `services.sample.command.1: ${secret} is a secret and may stand only in environment values and seeded files`,
  ],
  [
    'a secret in the entrypoint',
    'networks: [media]',
    `networks: [media]\n    entrypoint: ["${secret}"]`,
    `services.sample.entrypoint.0: ${secret} is a secret and may stand only in environment values and seeded files`,
  ],
  [
    'a secret in a health command',
    '{ type: http, port: 8080, path: /ping }',
    `{ type: exec, command: [check, "${secret}"] }`,
    `x-showrunner.health.readiness.command.1: ${secret} is a secret and may stand only in environment values and seeded files`,
  ],
  [
    'a choice without choices',
    'choices: [red, green], ',
    '',
    'x-showrunner.settings.colour.choices: is required for a choice',
  ],
  [
    'a default that is no choice',
    'default: green',
    'default: blue',
    'x-showrunner.settings.colour.default: is not one of the choices',
  ],
  [
    'a default of another type',
    'type: choice, choices: [red, green], default: green',
    'type: number, default: green',
    'x-showrunner.settings.colour.default: must be a number',
  ],
  [
    'a secret with a default',
    'secret: true',
    'secret: true, default: x',
    'x-showrunner.settings.entered.secret: may not have a default',
  ],
  ['a secret setting named like a generated one', 'entered: {', 'api-key: {', undefined],
  [
    'a pattern that is none',
    'type: text, secret',
    'type: text, pattern: "[", secret',
    'x-showrunner.settings.entered.pattern: must be a regular expression',
  ],
  [
    'a pattern that Compose would read as a variable',
    'type: text, secret',
    'type: text, pattern: "a$", secret',
    'x-showrunner.settings.entered.pattern: must not hold $: the whole value is matched, and Compose reads $ as a variable',
  ],
  [
    'a condition on what is not there',
    'type: text, secret',
    'type: text, when: { setting: shape, equals: x }, secret',
    'x-showrunner.settings.entered.when: names shape, which is not a setting',
  ],
  [
    'a condition that never holds',
    'type: text, secret',
    'type: text, when: { setting: colour, equals: blue }, secret',
    'x-showrunner.settings.entered.when: expects blue, which colour never is',
  ],
])('refuses %s', (_, old, replacement, fault) => {
  const faults = faultsAfter(old, replacement);
  if (fault === undefined) expect(faults).not.toEqual([]);
  else expect(faults).toEqual([fault]);
});

it('refuses an unknown encoding and an unknown variable in a seeded file, but not a lone dollar sign', () => {
  const texts = new Map([['sample.conf', `\${SECRET_API_KEY|rot13} \${NOPE} costs 5$\n`]]);
  expect(faultsAfter('', '', texts)).toEqual([
    `x-showrunner.files.0.from: \${SECRET_API_KEY|rot13} has no known encoding; there are plain, qbittorrent-pbkdf2`,
    expect.stringContaining(`\${NOPE} does not exist`),
  ]);
});

it('tells what is wrong in itself and what is wrong in relation to other parts in one go', () => {
  const broken = sampleYaml.replace('provides:', 'provide:').replace('to: torrent-client', 'to: vpn');
  expect(faultsAfter(sampleYaml, broken, sampleTexts)).toEqual([
    'x-showrunner.provide: is not a known key',
    'x-showrunner.links.0.to: vpn is not among requires',
  ]);
});
