import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRemoteMonitors } from '#adapters/gateway/monitor-control.ts';
import { createRequest } from '#adapters/x509/certificates.ts';
import { currentCredentials, greet, isDue } from '#assembly/host-certificate.ts';
import { joinHost, tokenFor } from '#assembly/join-host.ts';
import { hostUri } from '#contracts/gateway.ts';
import { hostId } from '#domain/ids.ts';
import { type Home, isControlPlane, openHome } from '#platform/home.ts';
import {
  type JoinedHost,
  readCredentials,
  readJoinedHost,
  readJoinRequest,
  removeJoinedHost,
  writeCredentials,
  writeJoinRequest,
  writeNextCredentials,
} from '#platform/joined-host.ts';
import {
  factsOf,
  type GatewayWorld,
  instance,
  issueFor,
  openGatewayWorld,
} from '#test/support/gateway/world.ts';

const nas = hostId('nas');

describe('a machine', () => {
  let world: GatewayWorld;
  let home: Home;
  let gateway: string;
  beforeEach(async () => {
    world = await openGatewayWorld();
    gateway = `127.0.0.1:${world.port}`;
    home = await openHome(await mkdtemp(join(tmpdir(), 'showrunner-joined-')), { joining: true });
  });
  afterEach(async () => {
    await world.close();
    await rm(home.paths.root, { recursive: true });
  });

  const joinWith = async (token: string) => joinHost({ paths: home.paths, gateway, token });
  const invited = async () => (await world.invite('nas')).token;

  describe('that joins', () => {
    it('becomes a host, at the address that it has towards the gateway', async () => {
      const joined = await joinWith(await invited());
      expect(joined).toEqual({
        format: 1,
        host: 'nas',
        instance,
        namespace: 'test',
        gateway,
        address: '127.0.0.1',
        joinedWith: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(await readJoinedHost(home.paths)).toEqual(joined);
      const own = await readCredentials(home.paths);
      await greet(joined, own, { memoryBytes: 1, processors: 1 });
      expect(await world.hosts.get(nas)).toMatchObject({ kind: 'joined', capacity: { processors: 1 } });
    });

    it('holds its own key, closed to others, and no credentials of a control plane', async () => {
      await joinWith(await invited());
      const { root, host } = home.paths;
      await openHome(root);
      expect(await isControlPlane(home.paths)).toBe(false);
      expect(await readdir(home.paths.secrets)).toEqual([]);
      expect((await readdir(host)).sort()).toEqual(['credentials.json', 'host.json']);
      expect((await stat(join(host, 'credentials.json'))).mode & 0o777).toBe(0o600);
      expect(await readFile(join(host, 'host.json'), 'utf8')).not.toContain('PRIVATE');
    });

    it('tells nobody its token who is not the control plane that the token names', async () => {
      const stranger = await openGatewayWorld();
      const { token } = await stranger.invite('nas');
      await expect(joinWith(token)).rejects.toMatchObject({ code: 'join-refused' });
      expect(await world.hosts.list()).toEqual([]);
      await stranger.close();
    });

    it('can do so again with the same token when the answer was lost', async () => {
      const token = await invited();
      const request = await createRequest('nas');
      await writeJoinRequest(home.paths, request);
      const first = await joinWith(token);
      const own = await readCredentials(home.paths);
      await removeJoinedHost(home.paths);
      await writeJoinRequest(home.paths, request);
      expect(await joinWith(token)).toEqual(first);
      expect(await readCredentials(home.paths)).toEqual(own);
    });

    it('keeps its request until it has joined, so that a repeat is known', async () => {
      await expect(
        joinWith(`srj1.nas.${'A'.repeat(43)}.${world.authority.fingerprint}`),
      ).rejects.toMatchObject({
        code: 'join-refused',
      });
      const first = await readJoinRequest(home.paths);
      expect(first?.key).toMatch('PRIVATE KEY');
      await joinWith(await invited());
      expect((await readCredentials(home.paths)).key).toBe(first?.key);
      expect(await readJoinRequest(home.paths)).toBeUndefined();
    });

    it('says so where nothing answers, and what is no token', async () => {
      const token = await invited();
      await world.stop();
      await expect(joinWith(token)).rejects.toMatchObject({ code: 'temporal-unreachable' });
      await expect(joinWith('srj1.nas')).rejects.toMatchObject({ code: 'join-refused' });
      await world.start();
    });
  });

  it('that has left becomes no control plane unasked, and can join anew', async () => {
    await joinWith(await invited());
    await world.hosts.remove(nas);
    await removeJoinedHost(home.paths);
    await expect(openHome(home.paths.root)).rejects.toMatchObject({
      code: 'home-unusable',
      message: expect.stringContaining('showrunner host join'),
    });
    expect(await isControlPlane(home.paths)).toBe(false);
    await openHome(home.paths.root, { joining: true });
    await joinWith(await invited());
    await openHome(home.paths.root);
  });

  describe('that is a host and is given a token', () => {
    it('tells its own from one to join anew, and from those of others', async () => {
      const token = await invited();
      const joined = await joinWith(token);
      const meaningOf = (given: string) => tokenFor(home.paths, joined, given);
      const { fingerprint } = world.authority;
      expect(await meaningOf(token)).toBe('used');
      expect(await meaningOf(`srj1.nas.${'A'.repeat(43)}.${fingerprint}`)).toBe('anew');
      expect(await meaningOf(`srj1.attic.${'A'.repeat(43)}.${fingerprint}`)).toBe('other');
      expect(await meaningOf(`srj1.nas.${'A'.repeat(43)}.${'0'.repeat(64)}`)).toBe('other');
      expect(await meaningOf('no token')).toBe('other');
    });

    it('joins anew while it is on the list, at another gateway too, when it is invited again', async () => {
      const before = await joinWith(await invited());
      const old = await readCredentials(home.paths);
      const token = `srj1.nas.${'B'.repeat(43)}.${world.authority.fingerprint}`;
      const tokenHash = createHash('sha256').update(token).digest('hex');
      const expires = new Date(Date.now() + 60_000).toISOString();
      await world.hosts.invite({ host: nas, tokenHash, expires, labels: {}, again: true });
      const joined = await joinHost({
        paths: home.paths,
        gateway: `localhost:${world.port}`,
        token,
        address: '10.200.0.9',
      });
      expect(joined).toEqual({
        ...before,
        gateway: `localhost:${world.port}`,
        address: '10.200.0.9',
        joinedWith: tokenHash,
      });
      await greet(joined, await readCredentials(home.paths), { memoryBytes: 1, processors: 1 });
      expect(await world.hosts.get(nas)).toMatchObject({ address: '10.200.0.9' });
      await expect(greet(joined, old, { memoryBytes: 1, processors: 1 })).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    });

    it('joins anew once it was removed, with another key, and drops what was to follow the old one', async () => {
      await joinWith(await invited());
      const before = await readCredentials(home.paths);
      await writeNextCredentials(home.paths, before);
      await world.hosts.remove(nas, undefined);
      const joined = await joinWith(await invited());
      const own = await readCredentials(home.paths);
      expect(own.key).not.toBe(before.key);
      expect(await currentCredentials(home.paths, joined)).toEqual(own);
      await greet(joined, own, { memoryBytes: 1, processors: 1 });
      expect((await readdir(home.paths.host)).sort()).toEqual(['credentials.json', 'host.json']);
    });
  });

  describe('that is a host renews its certificate', () => {
    let joined: JoinedHost;
    beforeEach(async () => {
      joined = await joinWith(await invited());
    });

    /** As it is two thirds through: of a day and a half with an hour before it, and in force. */
    const grownOld = async () => {
      const old = await issueFor(world.authority, nas, -0.0001 + 1 / 2400);
      const { certificate } = await readCredentials(home.paths);
      await world.hosts.renewCertificate(nas, factsOf(certificate).fingerprint, factsOf(old.certificate));
      await writeCredentials(home.paths, old);
      return old;
    };

    it('not once it has run out, and says when that was', async () => {
      const old = await issueFor(world.authority, nas, -1);
      await writeCredentials(home.paths, old);
      await expect(currentCredentials(home.paths, joined)).rejects.toMatchObject({
        code: 'unauthenticated',
        message: expect.stringMatching(/expired on \d{4}-.* clock says \d{4}-/),
      });
    });

    it('not before two thirds of its time', async () => {
      const { certificate } = await readCredentials(home.paths);
      const day = 24 * 60 * 60 * 1000;
      expect(isDue(certificate)).toBe(false);
      expect(isDue(certificate, Date.now() + 59 * day)).toBe(false);
      expect(isDue(certificate, Date.now() + 61 * day)).toBe(true);
      expect((await currentCredentials(home.paths, joined)).certificate).toBe(certificate);
    });

    it('with another key, and the old one is out', async () => {
      const old = await grownOld();
      const next = await currentCredentials(home.paths, joined);
      expect(next.key).not.toBe(old.key);
      expect(await readCredentials(home.paths)).toEqual(next);
      await createRemoteMonitors(world.connect(next)).ensureHost(nas);
      await expect(greet(joined, old, { memoryBytes: 1, processors: 1 })).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    });

    it('when it was broken off before the new one came into force', async () => {
      const old = await grownOld();
      const { key, request } = await createRequest('nas');
      const uri = hostUri(instance.id, nas);
      const certificate = await world.authority.issueClient({ request, uri, commonName: 'nas', days: 90 });
      await writeNextCredentials(home.paths, {
        key,
        certificate: certificate ?? '',
        authority: old.authority,
      });
      expect((await currentCredentials(home.paths, joined)).key).toBe(key);
      expect(await readdir(home.paths.host)).not.toContain('next-credentials.json');
    });

    it('when it was broken off after the new one came into force', async () => {
      await grownOld();
      const before = await readCredentials(home.paths);
      const next = await currentCredentials(home.paths, joined);
      await writeCredentials(home.paths, before);
      await writeNextCredentials(home.paths, next);
      expect(await currentCredentials(home.paths, joined)).toEqual(next);
    });

    it('and drops a new one that can no longer come into force', async () => {
      const stale = await issueFor(world.authority, nas, 1);
      await writeNextCredentials(home.paths, stale);
      const own = await readCredentials(home.paths);
      expect(await currentCredentials(home.paths, joined)).toEqual(own);
      expect(await readdir(home.paths.host)).not.toContain('next-credentials.json');
    });
  });
});
