import { describe, expect, it } from 'vitest';
import { faultsAfter } from './sample.ts';

const secret = `\${SECRET_API_KEY}`;
const notHere = 'is a secret and may stand only in environment values and seeded files';
const known = 'PUID, PGID, TZ, UMASK, SERVICE, NETWORK_POOL, SETTING_COLOUR, SETTING_ENTERED, SECRET_API_KEY';

describe('in an environment value', () => {
  const faultOf = (value: string) => faultsAfter(`\${SETTING_COLOUR:-red}`, value);

  it.each([
    `\${TZ}`,
    `\${SERVICE}`,
    `\${SETTING_COLOUR}`,
    `\${SETTING_ENTERED:-none}`,
    'costs 5$$',
    '$${LITERAL}',
  ])('%s is well', (value) => {
    expect(faultOf(value)).toEqual([]);
  });

  it.each([
    [`\${SETTING_SHAPE}`, `does not exist; there are ${known}`],
    [`\${HOME}`, `does not exist; there are ${known}`],
    [`\${SECRET_ENTERED}`, `does not exist; there are ${known}`],
    [`\${colour}`, `is not a variable; write \${NAME}, or $$ for a dollar sign`],
    [`\${TZ|plain}`, 'is no secret and takes no encoding'],
    [`\${SECRET_API_KEY|qbittorrent-pbkdf2}`, 'has an encoding, which Compose accepts only in seeded files'],
    [`\${TZ`, `is not a variable; write \${NAME}, or $$ for a dollar sign`],
  ])('%s is refused', (value, reason) => {
    expect(faultOf(value)).toEqual([`services.sample.environment.COLOUR: ${value} ${reason}`]);
  });
});

describe('a secret is refused where its value would be seen', () => {
  it.each([
    [`command: [run, "--key=${secret}"]`, 'command.1'],
    [`entrypoint: ["${secret}"]`, 'entrypoint.0'],
  ])('in %s', (key, place) => {
    expect(faultsAfter('networks: [media]', `networks: [media]\n    ${key}`)).toEqual([
      `services.sample.${place}: ${secret} ${notHere}`,
    ]);
  });
});

it('the command of a health check holds no variable, since it is not filled in', () => {
  const probe = `{ type: exec, command: [check, "\${TZ}"] }`;
  expect(faultsAfter('{ type: http, port: 8080, path: /ping }', probe)).toEqual([
    'x-showrunner.health.readiness.command.1: must not hold $: variables are not filled in here',
  ]);
});

it('in a seeded file a lone dollar sign is one, and encodings and variables must exist', () => {
  const texts = new Map([['sample.conf', `\${SECRET_API_KEY|rot13} \${NOPE} costs 5$, $HOME\n`]]);
  expect(faultsAfter('', '', texts)).toEqual([
    `x-showrunner.files.0.from: \${SECRET_API_KEY|rot13} has no known encoding; there are plain, qbittorrent-pbkdf2`,
    `x-showrunner.files.0.from: \${NOPE} does not exist; there are ${known}`,
  ]);
});
