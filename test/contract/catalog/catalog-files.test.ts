import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import { DomainError } from '#domain/errors.ts';
import { definitionId } from '#domain/ids.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'showrunner-catalog-'));
});
afterEach(() => rm(home, { recursive: true }));

function definition(id: string, extra = '', block = ''): string {
  return `name: ${id}
services:
  ${id}:
    image: example.org/${id}:1.0.0
    networks: [media]
    expose: ["80"]
${extra}networks:
  media:
x-showrunner:
  title: ${id}
  category: media
  description: Stands for any definition.
  website: https://example.org
  version: 1.0.0
  provides: [${id}-things]
  health: { readiness: { type: tcp, port: 80 }, start: 1m }
${block}`;
}

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(home, name)), { recursive: true });
    await writeFile(join(home, name), content);
  }
}

async function faults(overlayFile?: string): Promise<readonly string[]> {
  const catalog = createCatalogFiles({ folder: home, ...(overlayFile === undefined ? {} : { overlayFile }) });
  const error: unknown = await catalog.list().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DomainError)) throw new Error('The catalog was accepted.', { cause: error });
  expect(error.code).toBe('catalog-invalid');
  return error.faults.map(({ field, reason }) => `${field} ${reason}`);
}

describe('a sound catalog', () => {
  it('lists definitions in order of their ids and finds one', async () => {
    await write({ 'beta/service.yaml': definition('beta'), 'alpha/service.yaml': definition('alpha') });
    const catalog = createCatalogFiles({ folder: home });
    expect((await catalog.list()).map(({ id }) => id)).toEqual(['alpha', 'beta']);
    expect((await catalog.find(definitionId('beta')))?.title).toBe('beta');
    expect(await catalog.find(definitionId('gamma'))).toBeUndefined();
  });

  it('ignores what is not a definition: files beside the folders, and hidden folders', async () => {
    await write({ 'README.md': 'x', '.git/config': 'x', 'alpha/service.yaml': definition('alpha') });
    expect(await createCatalogFiles({ folder: home }).list()).toHaveLength(1);
  });

  it('is read once, and again when a file changes', async () => {
    await write({ 'alpha/service.yaml': definition('alpha') });
    const catalog = createCatalogFiles({ folder: home });
    const [first] = await catalog.list();
    expect((await catalog.list())[0]?.provides).toBe(first?.provides);
    await write({ 'alpha/service.yaml': definition('alpha').replace('title: alpha', 'title: Omega') });
    await utimes(join(home, 'alpha/service.yaml'), 1, 1);
    expect((await catalog.list())[0]?.title).toBe('Omega');
  });

  it('recovers once a faulty file is corrected', async () => {
    await write({ 'alpha/service.yaml': 'name: [' });
    const catalog = createCatalogFiles({ folder: home });
    await expect(catalog.list()).rejects.toMatchObject({ code: 'catalog-invalid' });
    await write({ 'alpha/service.yaml': definition('alpha') });
    expect(await catalog.list()).toHaveLength(1);
  });

  it('asks for the mirror each time, since it is a setting', async () => {
    await write({ 'alpha/service.yaml': definition('alpha') });
    let mirror = '';
    const catalog = createCatalogFiles({ folder: home, mirror: async () => mirror });
    const image = async () => (await catalog.list())[0]?.components[0]?.image;
    expect(await image()).toBe('example.org/alpha:1.0.0');
    mirror = 'mirror.lan:5000';
    expect(await image()).toBe('mirror.lan:5000/alpha:1.0.0');
  });
});

describe('a faulty catalog', () => {
  it('tells every fault of every file at once, each with its file, line and place', async () => {
    await write({
      'alpha/service.yaml': definition('alpha', '', '  web: { port: 81 }\n  colour: red\n'),
      'beta/service.yaml': definition('beta').replace('name: beta', 'name: alpha'),
      'gamma/readme.txt': 'no definition here',
      'Delta/service.yaml': definition('delta'),
      'epsilon/service.yaml': 'name: epsilon\n  services: {}\n',
    });
    expect(await faults()).toEqual([
      'Delta is a folder whose name cannot be a definition’s id',
      'alpha/service.yaml:18 x-showrunner.colour is not a known key',
      'alpha/service.yaml:17 x-showrunner.web.port 81 is not in ports of its component',
      'beta/service.yaml:1 name must be beta, the name of its folder',
      expect.stringMatching(/^epsilon\/service.yaml:\d+ /),
      expect.stringMatching(/^epsilon\/service.yaml:\d+ /),
      'gamma/service.yaml does not exist',
    ]);
  });

  it('is refused for what definitions say of each other', async () => {
    const requires = (list: string) => `  requires:\n${list}`;
    const one = (text: string) => `    - { capability: ${text}, reason: so }\n`;
    await write({
      'alpha/service.yaml': definition(
        'alpha',
        '',
        requires(
          one('beta-things, default: beta') +
            one('gamma-things, default: beta') +
            one('delta-things, default: delta') +
            one('epsilon-things, default: epsilon, optional: true'),
        ),
      ),
      'beta/service.yaml': definition('beta').replace('  media:\n', '  media: { internal: true }\n'),
    });
    expect(await faults()).toEqual([
      'alpha/service.yaml:19 x-showrunner.requires[1].default beta does not provide gamma-things',
      'alpha/service.yaml:20 x-showrunner.requires[2].default delta is not in the catalog',
      'beta/service.yaml:8 networks.media.internal must be open, as in alpha',
    ]);
  });

  it('is refused for a folder that is not there', async () => {
    await expect(createCatalogFiles({ folder: join(home, 'none') }).list()).rejects.toThrow('ENOENT');
  });

  it('is refused for a seeded file that is no text, or too large', async () => {
    await write({
      'alpha/service.yaml': definition('alpha'),
      'alpha/logo.png': Uint8Array.of(0x89, 0xff, 0xfe),
      'alpha/large.conf': 'x'.repeat(64 * 1024 + 1),
      'alpha/folder/x': '',
    });
    expect(await faults()).toEqual([
      'alpha/folder is not a regular file',
      'alpha/large.conf is larger than 64 KiB',
      'alpha/logo.png is not UTF-8 text',
    ]);
  });
});

describe('hostile YAML', () => {
  const laughs = ['a: &a [x, x, x, x, x, x, x, x, x]', ...'bcdefg'].map((name, at) =>
    at === 0
      ? name
      : `${name}: &${name} [${Array(9)
          .fill(`*${'abcdefg'[at - 1]}`)
          .join(', ')}]`,
  );

  it.each([
    ['more than 256 KiB', 'x'.repeat(256 * 1024 + 1), 'is larger than 256 KiB'],
    ['duplicate keys', `${definition('alpha')}name: beta\n`, 'name stands here twice'],
    [
      'a duplicate key deep inside',
      definition('alpha').replace('[media]', '[media]\n    image: x:1'),
      'image stands here twice',
    ],
    ['a tag of some language', 'name: !!js/function "x"', 'tag'],
    ['a tag of its own', 'name: !secret x', 'tag'],
    ['binary data', 'name: !!binary aGk=', 'tag'],
    ['two documents', `${definition('alpha')}---\n${definition('alpha')}`, 'multiple documents'],
    ['a billion laughs', laughs.join('\n'), 'alias'],
    ['an alias of itself', 'a: &a [*a]', ''],
    ['brackets without end', '['.repeat(20_000), ''],
    ['dashes without end', '- '.repeat(20_000), ''],
    ['another encoding', Uint8Array.of(0xff, 0xfe, 0x6e, 0x00), 'is not UTF-8 text'],
    ['nothing', '', 'object'],
    ['a list', '- 1', 'object'],
    ['a key that is a list', '? [a]\n: b', ''],
    ['a prototype', `${definition('alpha')}__proto__: { polluted: true }\n`, '__proto__ is not a name'],
    ['a prototype among components', definition('alpha', '  __proto__: { image: "x:1" }\n'), '__proto__'],
    ['a merge key', definition('alpha', '    <<: { privileged: true }\n'), '<< is not a known key'],
  ])('with %s is refused, not obeyed', async (_, text, reason) => {
    await write({ 'alpha/service.yaml': text });
    const told = await faults();
    expect(told.length).toBeGreaterThan(0);
    expect(told.every((fault) => fault.startsWith('alpha/service.yaml'))).toBe(true);
    expect(told.join('\n').toLowerCase()).toContain(reason.toLowerCase());
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('with a great many keys is refused in seconds, with a bounded list', async () => {
    const keys = Array.from({ length: 30_000 }, (_, at) => `k${at}:`).join('\n');
    await write({ 'alpha/service.yaml': keys });
    expect(await faults()).toHaveLength(101);
  }, 20_000);
});

describe('an overlay', () => {
  const replacement = {
    image: '127.0.0.1:5000/example.org/alpha:1.0.0',
    digest: `sha256:${'b'.repeat(64)}`,
    kind: 'stand-in',
    from: 'lab',
  };
  const overlay = () => join(home, '.lab', 'overlay.json');

  it('replaces image and digest, and leaves the vendor’s name', async () => {
    const images = { 'example.org/alpha:1.0.0': replacement };
    await write({
      'alpha/service.yaml': definition('alpha'),
      'beta/service.yaml': definition('beta'),
      '.lab/overlay.json': JSON.stringify({ format: 1, images }),
    });
    const catalog = createCatalogFiles({ folder: home, overlayFile: overlay(), mirror: () => 'mirror.lan' });
    const [alpha, beta] = (await catalog.list()).map(({ components }) => components[0]);
    expect(alpha).toMatchObject({
      vendorImage: 'example.org/alpha:1.0.0',
      image: replacement.image,
      digest: replacement.digest,
    });
    expect(beta).toMatchObject({ vendorImage: 'example.org/beta:1.0.0', image: 'mirror.lan/beta:1.0.0' });
  });

  it('that is not there, or faulty, is told with all its faults', async () => {
    await write({ 'alpha/service.yaml': definition('alpha') });
    expect(await faults(overlay())).toEqual([`${overlay()} does not exist`]);
    const faulty = {
      'a:1': { ...replacement, digest: 'sha256:no' },
      'b:1': { ...replacement, kind: 'fake' },
    };
    await write({ '.lab/overlay.json': JSON.stringify({ format: 2, images: faulty }) });
    expect(await faults(overlay())).toEqual([
      `${overlay()} format invalid input: expected 1`,
      `${overlay()} images.a:1.digest must be sha256: and 64 hexadecimal digits`,
      `${overlay()} images.b:1.kind invalid option: expected one of "real"|"stand-in"`,
    ]);
  });
});
