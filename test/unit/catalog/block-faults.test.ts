import { expect, it } from 'vitest';
import { faultsAfter, sampleTexts, sampleYaml } from './sample.ts';

it.each([
  ['an unknown key', 'website:', 'websight: x\n  website:', 'websight: is not a known key'],
  [
    'a category of its own',
    'category: content',
    'category: misc',
    'category: invalid option: expected one of "media"|"content"|"downloads"|"requests"|"infrastructure"',
  ],
  [
    'an address without https',
    'https://example.org',
    'http://example.org',
    'website: must be an https address',
  ],
  [
    'a namespace that nothing joins',
    'default: qbittorrent,',
    'default: qbittorrent, via: namespace,',
    'requires.0.via: needs a component with x-showrunner.namespace-of: torrent-client',
  ],
  [
    'a requirement of itself',
    'default: qbittorrent',
    'default: sample',
    'requires.0.default: is the definition itself',
  ],
  [
    'an unknown health component',
    'type: http,',
    'type: http, component: other,',
    'health.readiness.component: other is not a component',
  ],
  [
    'an unknown health port',
    'port: 8080, path',
    'port: 8081, path',
    'health.readiness.port: 8081 is in neither ports nor expose of its component',
  ],
  [
    'a start without end',
    'start: 1m',
    'start: forever',
    'health.start: must be a duration such as 30s, 5m or 1h30m',
  ],
  [
    'a busy component that is none',
    'busy: { port',
    'busy: { component: other, port',
    'health.busy.component: other is not a component',
  ],
  [
    'a busy port that the component does not have',
    'busy: { port: 8080',
    'busy: { port: 8081',
    'health.busy.port: 8081 is in neither ports nor expose of its component',
  ],
  ['a busy path without a slash', 'path: /jobs', 'path: jobs', 'health.busy.path: must begin with a slash'],
  [
    'a busy header with a secret that there is not',
    'SECRET_API_KEY}" },',
    'SECRET_OTHER}" },',
    'health.busy.headers.X-Key: names a secret that there is not',
  ],
  [
    'a busy header with a variable that is no secret',
    'SECRET_API_KEY}" },',
    'PUID}" },',
    'health.busy.headers.X-Key: must be printable ASCII, and have no other variables than secrets',
  ],
  [
    'a busy header of two lines',
    'X-Key: "',
    'X-Key: "one\\n',
    'health.busy.headers.X-Key: must be printable ASCII, and have no other variables than secrets',
  ],
  ['a busy condition on nothing', '{ state: on }', '{}', 'health.busy.any: must name a field'],
  [
    'a busy condition without values',
    '{ state: on }',
    '{ state: [] }',
    'health.busy.any.state: too small: expected array to have >=1 items',
  ],
  [
    'a busy condition on a path instead of a field',
    '{ state: on }',
    '{ "[*].state": on }',
    'health.busy.any.[*].state: must be the name of a field',
  ],
  [
    'a busy probe that does not say what it is',
    ', named: title',
    '',
    'health.busy.named: invalid input: expected string, received undefined',
  ],
  [
    'a busy probe without end',
    'named: title',
    'named: title, longest: always',
    'health.busy.longest: must be a duration such as 30s, 5m or 1h30m',
  ],
  [
    'a web component that is none',
    'web: { port',
    'web: { component: other, port',
    'web.component: other is not a component',
  ],
  [
    'a web port that is not published',
    'web: { port: 8080',
    'web: { port: 8081',
    'web.port: 8081 is not in ports of its component',
  ],
  [
    'metrics of a component that is none',
    'web: { port',
    'metrics: { component: other, port: 9100 }\n  web: { port',
    'metrics.component: other is not a component',
  ],
  [
    'metrics at a port that the component does not have',
    'web: { port',
    'metrics: { port: 9100 }\n  web: { port',
    'metrics.port: 9100 is in neither ports nor expose of its component',
  ],
  [
    'a login without its secret',
    'api-key: api-key }',
    'api-key: other }',
    'login.api-key: names other, which is no secret',
  ],
  [
    'a link to what is not required',
    'to: torrent-client',
    'to: media-server',
    'links.0.to: media-server is not among requires',
  ],
  [
    'a link without its argument',
    '{ category: tv }',
    '{}',
    'links.0.arguments.category: invalid input: expected string, received undefined',
  ],
  [
    'a link to itself with another end',
    'kind: download-client',
    'kind: app-login',
    'links.0.to: is not a known key',
  ],
  [
    'a missing seeded file',
    'from: sample.conf',
    'from: other.conf',
    'files.0.from: other.conf is not in the definition’s folder',
  ],
  [
    'a seeded file in another folder',
    'from: sample.conf',
    'from: ../x',
    'files.0.from: must be a file’s name in the definition’s folder',
  ],
  [
    'a seeded file of no component',
    'from: sample.conf',
    'from: sample.conf, component: other',
    'files.0.component: other is not a component',
  ],
  [
    'a choice without choices',
    'choices: [red, green], ',
    '',
    'settings.colour.choices: is required for a choice',
  ],
  [
    'a default that is no choice',
    'default: green',
    'default: blue',
    'settings.colour.default: is not one of the choices',
  ],
  [
    'a default of another type',
    'choice, choices: [red, green]',
    'number',
    'settings.colour.default: must be a number',
  ],
  [
    'a secret with a default',
    'secret: true',
    'secret: true, default: x',
    'settings.entered.secret: may not have a default',
  ],
  [
    'a pattern that is none',
    'type: text,',
    'type: text, pattern: "[",',
    'settings.entered.pattern: must be a regular expression',
  ],
  [
    'a pattern that Compose would read as a variable',
    'type: text,',
    'type: text, pattern: "a$",',
    'settings.entered.pattern: must not hold $: the whole value is matched, and Compose reads $ as a variable',
  ],
  [
    'a condition on what is not there',
    'type: text,',
    'type: text, when: { setting: shape, equals: x },',
    'settings.entered.when: names shape, which is not a setting',
  ],
  [
    'a condition that never holds',
    'type: text,',
    'type: text, when: { setting: colour, equals: blue },',
    'settings.entered.when: expects blue, which colour never is',
  ],
])('refuses %s', (_, old, replacement, fault) => {
  expect(faultsAfter(old, replacement)).toContain(`x-showrunner.${fault}`);
});

it('refuses folders for links that lie in no volume', () => {
  const link = '{ kind: root-folder, arguments: { path: /data/media/tv } }';
  expect(
    faultsAfter('{ kind: download-client, to: torrent-client, arguments: { category: tv } }', link),
  ).toEqual(['x-showrunner.links.0.arguments: /data/media/tv lies in no volume of sample']);
});

it('refuses a user for the application when the login names none', () => {
  expect(
    faultsAfter(
      '{ kind: download-client, to: torrent-client, arguments: { category: tv } }',
      '{ kind: app-login }',
    ),
  ).toEqual(['x-showrunner.links.0: needs a login with a user and the secret password']);
});

it('refuses a setting and a generated secret of one name, since the store knows them by it', () => {
  expect(faultsAfter('entered: {', 'api-key: {')).toContain(
    'x-showrunner.settings.api-key.secret: has the name of a generated secret',
  );
});

it('refuses a seeded file outside the volumes of a read-only component, where the engine could not put it', () => {
  const readOnly = sampleYaml.replace('networks: [media]', 'networks: [media]\n    read_only: true');
  expect(faultsAfter(sampleYaml, readOnly)).toEqual([]);
  expect(faultsAfter(sampleYaml, readOnly.replace('path: /config/', 'path: /etc/'))).toEqual([
    'x-showrunner.files.0.path: must lie in a volume, since the component is read_only',
  ]);
});

it('tells what is wrong in itself and what is wrong in relation to other parts in one go', () => {
  const broken = sampleYaml.replace('provides:', 'provide:').replace('to: torrent-client', 'to: vpn');
  expect(faultsAfter(sampleYaml, broken, sampleTexts)).toEqual([
    'x-showrunner.provide: is not a known key',
    'x-showrunner.links.0.to: vpn is not among requires',
  ]);
});
