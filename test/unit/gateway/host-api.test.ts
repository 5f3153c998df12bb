import { randomUUID } from 'node:crypto';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { GatewayClient, HostCredentials } from '#adapters/gateway/client.ts';
import { createRemoteEventLog } from '#adapters/gateway/event-log.ts';
import { createRemoteMonitors } from '#adapters/gateway/monitor-control.ts';
import { createRemoteSecretStore } from '#adapters/gateway/secret-store.ts';
import { createAuthority, createRequest, openAuthority } from '#adapters/x509/certificates.ts';
import type { NewEvent } from '#contracts/events.ts';
import { gatewayName, gatewayPaths } from '#contracts/gateway.ts';
import { taskId } from '#contracts/ids.ts';
import { hostId, serviceId, stepId } from '#domain/ids.ts';
import { secretPath } from '#domain/secret.ts';
import {
  factsOf,
  type GatewayWorld,
  instance,
  issueFor,
  openGatewayWorld,
} from '#test/support/gateway/world.ts';

const anything = z.unknown();

describe('the gateway', () => {
  let world: GatewayWorld;
  let own: HostCredentials;
  let nas: GatewayClient;

  beforeEach(async () => {
    world = await openGatewayWorld();
    own = await world.joined('nas');
    nas = world.connect(own);
    // Sonarr, on nas, requires Prowlarr, on attic; Radarr has nothing to do with nas.
    await world.install({ prowlarr: 'attic', sonarr: 'nas', radarr: 'attic' }, [['sonarr', 'prowlarr']]);
  });
  afterEach(() => world.close());

  const call = (client: GatewayClient, path: string, body: object = {}) =>
    client.post({ path, body, answer: anything, outage: 'temporal-unreachable' });
  const refused = { code: 'unauthenticated' };

  describe('lets in', () => {
    it('who has the certificate that is in force, and notes what the host has', async () => {
      await call(nas, gatewayPaths.hello, { memoryBytes: 8_000_000_000, processors: 4 });
      expect(await world.hosts.get(hostId('nas'))).toMatchObject({
        capacity: { memoryBytes: 8_000_000_000, processors: 4 },
      });
    });

    it('nobody without a certificate', async () => {
      await expect(call(world.connect({}), gatewayPaths.hello)).rejects.toMatchObject(refused);
    });

    it('no certificate of another authority', async () => {
      const foreign = await openAuthority(await createAuthority('test', 30));
      const { key, certificate } = await issueFor(foreign, hostId('nas'));
      await expect(call(world.connect({ key, certificate }), gatewayPaths.hello)).rejects.toMatchObject(
        refused,
      );
    });

    it('no certificate that is not the one in force, whoever it names', async () => {
      const another = await issueFor(world.authority, hostId('nas'));
      await expect(call(world.connect(another), gatewayPaths.hello)).rejects.toMatchObject(refused);
      const unknown = await issueFor(world.authority, hostId('shed'));
      await expect(call(world.connect(unknown), gatewayPaths.hello)).rejects.toMatchObject(refused);
    });

    it('no certificate of another instance', async () => {
      const elsewhere = await issueFor(world.authority, hostId('nas'), 30, 'ba9876543210');
      await expect(call(world.connect(elsewhere), gatewayPaths.hello)).rejects.toMatchObject(refused);
    });

    it('no host that was removed, on its open connection too', async () => {
      const shed = world.connect(await world.joined('shed'));
      await call(shed, gatewayPaths.hello, { memoryBytes: 1, processors: 1 });
      await world.hosts.remove(hostId('shed'));
      await expect
        .poll(() =>
          call(shed, gatewayPaths.hello, { memoryBytes: 1, processors: 1 }).then(
            () => 'in',
            ({ code }) => code,
          ),
        )
        .toBe('unauthenticated');
    });

    it('a known host while the database is away: an outage is no removal', async () => {
      await createRemoteMonitors(nas).ensureHost(hostId('nas'));
      world.hosts.outage.begin();
      await createRemoteMonitors(nas).ensureHost(hostId('nas'));
      const stranger = await issueFor(world.authority, hostId('shed'));
      await expect(call(world.connect(stranger), gatewayPaths.hello)).rejects.toMatchObject({
        code: 'database-unreachable',
      });
    });
  });

  describe('speaks', () => {
    const negotiated = async (maxVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<string | null> => {
      const { port } = world;
      const tls = { servername: gatewayName, ca: own.authority, ALPNProtocols: ['h2'], maxVersion };
      const spoken = Promise.withResolvers<string | null>();
      const socket = connectTls({ port, host: '127.0.0.1', ...tls });
      socket.once('secureConnect', () => spoken.resolve(socket.getProtocol()));
      socket.once('error', () => spoken.resolve(null));
      const protocol = await spoken.promise;
      socket.destroy();
      return protocol;
    };

    it('nothing older than TLS 1.3, also after its certificate was renewed', async () => {
      expect(await negotiated('TLSv1.2')).toBeNull();
      await world.renew();
      expect(await negotiated('TLSv1.2')).toBeNull();
      expect(await negotiated('TLSv1.3')).toBe('TLSv1.3');
    });

    it('no HTTP/1.1', async () => {
      const socket = connectTls({
        port: world.port,
        host: '127.0.0.1',
        servername: gatewayName,
        ca: own.authority,
      });
      let said = '';
      const closed = Promise.withResolvers<void>();
      socket.on('data', (data: Buffer) => (said += data.toString()));
      socket.on('error', () => undefined);
      socket.once('close', () => closed.resolve());
      socket.write('POST /host/v1/join HTTP/1.1\r\nHost: x\r\n\r\n');
      await closed.promise;
      expect(said).not.toMatch(/ 200 /);
    });

    it('of what it does not know, nothing', async () => {
      for (const path of [
        '/',
        '/host/v1',
        '/host/v1/hello/',
        '/host/v1/../v1/hello',
        '/HOST/v1/hello',
        '/host/v1/hello?x=1',
      ]) {
        await expect(call(nas, path)).rejects.toMatchObject({ code: 'not-found' });
      }
    });

    it('its faults once, and none of ours', async () => {
      await expect(call(nas, gatewayPaths.hello, { memoryBytes: 'much' })).rejects.toMatchObject({
        code: 'invalid-input',
      });
      await expect(call(nas, gatewayPaths.hello, { filler: 'x'.repeat(600_000) })).rejects.toMatchObject({
        code: 'body-too-large',
      });
      expect(world.faults).toEqual([]);
    });
  });

  describe('of secrets', () => {
    const at = (owner: string) => secretPath(owner, 'api-key');
    const first = { expected: 0, origin: 'task' };
    beforeEach(async () => {
      for (const owner of ['sonarr', 'prowlarr', 'radarr'])
        await world.secrets.write(at(owner), `of ${owner}`, first);
    });

    it('gives those of services on the host, and of services that its own are linked to', async () => {
      const secrets = createRemoteSecretStore(nas);
      expect((await secrets.readNewest(at('sonarr')))?.value).toBe('of sonarr');
      expect((await secrets.readNewest(at('prowlarr')))?.value).toBe('of prowlarr');
      expect(await secrets.versions('prowlarr')).toEqual(new Map([[at('prowlarr'), 1]]));
    });

    it('gives no others, in no way', async () => {
      const secrets = createRemoteSecretStore(nas);
      const forbidden = { code: 'forbidden' };
      await expect(secrets.readNewest(at('radarr'))).rejects.toMatchObject(forbidden);
      await expect(secrets.read('secret://radarr/api-key@1' as never)).rejects.toMatchObject(forbidden);
      await expect(secrets.versions('radarr')).rejects.toMatchObject(forbidden);
      await expect(secrets.remove(at('radarr'))).rejects.toMatchObject(forbidden);
      await expect(secrets.versions('nowhere')).rejects.toMatchObject(forbidden);
      expect((await world.secrets.versions('radarr')).size).toBe(1);
    });

    it('lets none be written but those of services on the host', async () => {
      const secrets = createRemoteSecretStore(nas);
      await secrets.write(at('sonarr'), 'another', { expected: 1, origin: 'task' });
      await expect(
        secrets.write(at('prowlarr'), 'another', { expected: 1, origin: 'task' }),
      ).rejects.toMatchObject({ code: 'forbidden' });
      await expect(secrets.remove(at('prowlarr'))).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('does not turn the edge round: a provider’s host reads nothing of those that require it', async () => {
      const attic = createRemoteSecretStore(world.connect(await world.joined('attic')));
      expect((await attic.readNewest(at('prowlarr')))?.value).toBe('of prowlarr');
      await expect(attic.readNewest(at('sonarr'))).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('keeps each host’s records of links apart', async () => {
      const record = secretPath('showrunner-links', 'root-folder-0123456789abcdef01234567');
      const [one, other] = [nas, world.connect(await world.joined('attic'))].map(createRemoteSecretStore);
      await one?.write(record, 'ours', first);
      expect(await one?.readNewest(record)).toEqual({ value: 'ours', reference: `secret://${record}@1` });
      expect(await other?.readNewest(record)).toBeUndefined();
      expect(await world.secrets.readNewest(record)).toBeUndefined();
    });
  });

  describe('takes events', () => {
    const runId = randomUUID();
    const event = (service: string, more: Partial<NewEvent> = {}) =>
      ({
        id: `${runId}/createContainer:x/1/started`,
        type: 'step.started',
        time: '2030-01-01T00:00:00.000Z',
        correlationId: 'c',
        task: taskId({ workflowId: `svc/${service}`, runId }),
        service: serviceId(service),
        data: { step: stepId('createContainer', 'x'), attempt: 1 },
        ...more,
      }) as NewEvent;

    it('of steps of services on the host', async () => {
      await world.takeOver('sonarr', runId);
      await createRemoteEventLog(nas).append([event('sonarr')]);
      expect(await world.events.read({ after: 0, limit: 5 })).toEqual([{ ...event('sonarr'), position: 1 }]);
    });

    it('of nothing else', async () => {
      const log = createRemoteEventLog(nas);
      const foreignTask = { task: taskId({ workflowId: 'svc/radarr', runId }) };
      await expect(log.append([event('radarr')])).rejects.toMatchObject({ code: 'forbidden' });
      await expect(log.append([event('sonarr', foreignTask)])).rejects.toMatchObject({ code: 'forbidden' });
      await expect(log.append([event('sonarr', { id: `${randomUUID()}/x` })])).rejects.toMatchObject({
        code: 'forbidden',
      });
      const closed = { type: 'task.closed', data: { status: 'succeeded' } } as Partial<NewEvent>;
      await expect(log.append([event('sonarr', closed)])).rejects.toMatchObject({ code: 'invalid-input' });
      expect(await world.events.head()).toBe(0);
    });
  });

  it('hands on words to monitors: of services on the host, and of the host itself, whatever it calls itself', async () => {
    const monitors = createRemoteMonitors(nas);
    const at = '2020-01-01T00:00:00.000Z';
    const word = { at, health: 'unhealthy', cause: 'gone', happened: 'gone' } as const;
    expect(await monitors.observe(serviceId('sonarr'), word)).toBe(true);
    await monitors.reportHost(hostId('local'), { at, reachable: true, cause: 'up' });
    await expect(monitors.observe(serviceId('radarr'), word)).rejects.toMatchObject({ code: 'forbidden' });
    expect(world.told).toEqual([
      ['sonarr', word],
      ['nas', { at, reachable: true, cause: 'up' }],
    ]);
  });

  describe('lets a machine join', () => {
    const ask = async (token: string, request: string) =>
      call(world.connect({}), gatewayPaths.join, { token, request, address: '10.0.0.9' });

    it('with its token, once; the same machine gets the same answer again', async () => {
      const { token } = await world.invite('cellar');
      const { request, key } = await createRequest('cellar');
      const answer = await ask(token, request);
      expect(answer).toMatchObject({ host: 'cellar', instance, namespace: 'test' });
      expect(await ask(token, request)).toEqual(answer);
      const { certificate } = z.object({ certificate: z.string() }).parse(answer);
      expect(await world.hosts.get(hostId('cellar'))).toMatchObject({
        address: '10.0.0.9',
        certificate: factsOf(certificate),
      });
      await call(world.connect({ key, certificate }), gatewayPaths.hello, { memoryBytes: 1, processors: 1 });
      const another = await createRequest('cellar');
      await expect(ask(token, another.request)).rejects.toMatchObject({ code: 'join-refused' });
    });

    it('with no other token, and with none whose time is over', async () => {
      const { request } = await createRequest('cellar');
      const over = await world.invite('cellar', '2020-01-01T00:00:00.000Z');
      const renamed = over.token.replace('cellar', 'castle');
      for (const token of [over.token, renamed, 'srj1', '']) {
        await expect(ask(token, request)).rejects.toMatchObject({ code: 'join-refused' });
      }
    });
  });

  describe('renews a certificate', () => {
    const renew = async () => {
      const { key, request } = await createRequest('nas');
      const answer = await call(nas, gatewayPaths.renew, { request });
      return { key, ...z.object({ certificate: z.string() }).parse(answer) };
    };

    it('for a new key; it comes into force when the host comes with it, and the old one is out', async () => {
      const next = await renew();
      await createRemoteMonitors(nas).ensureHost(hostId('nas'));
      const renewed = world.connect(next);
      await call(renewed, gatewayPaths.activate);
      await call(renewed, gatewayPaths.activate);
      await createRemoteMonitors(renewed).ensureHost(hostId('nas'));
      await expect(createRemoteMonitors(world.connect(own)).ensureHost(hostId('nas'))).rejects.toMatchObject(
        refused,
      );
    });

    it('and never puts an older one, or one of a host that is gone, into force', async () => {
      const next = await renew();
      await call(world.connect(next), gatewayPaths.activate);
      await expect(call(world.connect(own), gatewayPaths.activate)).rejects.toMatchObject(refused);
      const gone = await issueFor(world.authority, hostId('gone'), 99);
      await expect(call(world.connect(gone), gatewayPaths.activate)).rejects.toMatchObject(refused);
    });
  });

  it('is an outage while it is away, and is found again', async () => {
    await createRemoteMonitors(nas).ensureHost(hostId('nas'));
    await world.stop();
    await expect(createRemoteSecretStore(nas).versions('sonarr')).rejects.toMatchObject({
      code: 'secret-store-unreachable',
    });
    await expect(createRemoteEventLog(nas).append([])).rejects.toMatchObject({
      code: 'database-unreachable',
    });
    await expect(createRemoteMonitors(nas).ensureHost(hostId('nas'))).rejects.toMatchObject({
      code: 'temporal-unreachable',
    });
    await world.start();
    expect(await createRemoteSecretStore(nas).versions('sonarr')).toEqual(new Map());
  });

  it('ends a connection without a certificate by itself', async () => {
    const session = connectHttp2(`https://127.0.0.1:${world.port}`, {
      servername: gatewayName,
      ca: own.authority,
    });
    const stream = session.request({
      ':method': 'POST',
      ':path': '/temporal.api.workflowservice.v1.WorkflowService/GetSystemInfo',
      'content-type': 'application/grpc',
    });
    const status = Promise.withResolvers<unknown>();
    stream.once('response', (headers) => status.resolve(headers['grpc-status']));
    stream.end();
    expect(await status.promise).toBe('16');
    session.destroy();
  });
});
