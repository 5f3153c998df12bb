import { join } from 'node:path';
import { parse } from 'yaml';
import { readService } from '#schemas/catalog/read-service.ts';

export const catalogFolder = join(import.meta.dirname, '..', '..', '..', 'catalog');

/** A small sound definition, for tests that break one thing in it. */
export const sampleYaml = `
name: sample
services:
  sample:
    image: example.org/sample:1.2.3
    environment: { KEY: "\${SECRET_API_KEY}", COLOUR: "\${SETTING_COLOUR:-red}" }
    volumes: ["config:/config"]
    networks: [media]
    ports: ["8080:8080"]
volumes:
  config: { x-showrunner: { role: config } }
networks:
  media:
x-showrunner:
  title: Sample
  category: content
  description: Stands for any definition.
  website: https://example.org
  version: 1.2.3
  provides: [sample]
  requires:
    - { capability: torrent-client, default: qbittorrent, reason: downloads with it }
  settings:
    colour: { title: Colour, description: Of the walls., type: choice, choices: [red, green], default: green }
    entered: { title: Token, description: From the vendor., type: text, secret: true }
  secrets:
    api-key: { title: Key, generator: { type: hex, length: 32 } }
  files:
    - { path: /config/sample.conf, from: sample.conf }
  health:
    readiness: { type: http, port: 8080, path: /ping }
    start: 1m
    busy: { port: 8080, path: /jobs, headers: { X-Key: "\${SECRET_API_KEY}" }, any: { state: on }, named: title }
  links:
    - { kind: download-client, to: torrent-client, arguments: { category: tv } }
  web: { port: 8080 }
  login: { user: admin, api-key: api-key }
`;

export const sampleTexts = new Map([['sample.conf', `token=\${SETTING_ENTERED}\n`]]);

/** Reads the sample after one text in it was replaced by another; tells every fault as `path: reason`. */
export function faultsAfter(old: string, replacement: string, texts = sampleTexts): readonly string[] {
  if (!sampleYaml.includes(old)) throw new Error(`The sample does not hold "${old}".`);
  const { issues } = readService('sample', parse(sampleYaml.replace(old, () => replacement)), texts);
  return issues.map(({ path, reason }) => `${path.map(String).join('.')}: ${reason}`);
}
