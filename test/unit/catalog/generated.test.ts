import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { catalogFolder, sampleYaml } from './sample.ts';

const validate = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(join(catalogFolder, 'schema.json'), 'utf8')),
);

it('the JSON Schema and the reference page are what the sources yield', () => {
  const script = join(catalogFolder, '..', 'scripts', 'generate-catalog-schema.ts');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}, 35_000);

it.each(['jellyfin', 'postgres', 'prowlarr', 'qbittorrent', 'radarr', 'redis', 'sonarr', 'vpn'])(
  'an editor finds nothing wrong with %s',
  (id) => {
    validate(parse(readFileSync(join(catalogFolder, id, 'service.yaml'), 'utf8')));
    expect(validate.errors ?? []).toEqual([]);
  },
);

it('an editor sees an unknown key', () => {
  expect(validate(parse(sampleYaml))).toBe(true);
  expect(validate(parse(sampleYaml.replace('provides:', 'provide:')))).toBe(false);
});
