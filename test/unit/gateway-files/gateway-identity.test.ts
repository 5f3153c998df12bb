import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGatewayIdentity } from '#adapters/gateway-files/gateway-identity.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'showrunner-gateway-'));
});
afterEach(() => rm(folder, { recursive: true }));

const facts = { fingerprint: '0f'.repeat(32), address: '10.200.0.5:8485' };
const file = () => join(folder, 'identity.json');
const identity = () => createGatewayIdentity(file());

describe('what the gateway is known by', () => {
  it('is nothing before there was one', async () => {
    expect(await identity().read()).toBeUndefined();
  });

  it('is what its file says now, and no more than that', async () => {
    const read = identity();
    await writeFile(file(), JSON.stringify({ ...facts, more: 'later' }));
    expect(await read.read()).toEqual(facts);
    await writeFile(file(), JSON.stringify({ ...facts, address: '10.200.0.6:8485' }));
    expect(await read.read()).toEqual({ ...facts, address: '10.200.0.6:8485' });
  });

  it.each([
    ['no JSON', '{'],
    ['another form', '[]'],
    ['a short fingerprint', JSON.stringify({ ...facts, fingerprint: 'ab' })],
    ['no port', JSON.stringify({ ...facts, address: '10.200.0.5' })],
  ])('is refused with %s', async (_, text) => {
    await writeFile(file(), text);
    await expect(identity().read()).rejects.toMatchObject({ code: 'home-unusable' });
  });
});
