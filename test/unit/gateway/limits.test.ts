import { once } from 'node:events';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HostCredentials } from '#adapters/gateway/client.ts';
import { gatewayName, gatewayPaths } from '#contracts/gateway.ts';
import { type GatewayWorld, openGatewayWorld } from '#test/support/gateway/world.ts';

describe('the gateway', () => {
  let world: GatewayWorld;
  let own: HostCredentials;
  const sessions: ClientHttp2Session[] = [];

  beforeEach(async () => {
    world = await openGatewayWorld({ arrivalMs: 50 });
    own = await world.joined('nas');
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) session.destroy();
    await world.close();
  });

  const open = (credentials: Partial<HostCredentials> = {}): ClientHttp2Session => {
    const { key, certificate: cert } = credentials;
    const shown = key === undefined || cert === undefined ? {} : { key, cert };
    const options = { servername: gatewayName, ca: own.authority, ...shown };
    const session = connect(`https://127.0.0.1:${world.port}`, options);
    session.on('error', () => undefined);
    sessions.push(session);
    return session;
  };

  /** Begins a request, and is done when the gateway ends it. */
  const half = async (session: ClientHttp2Session, path: string, type: string) => {
    const ended = Promise.withResolvers<void>();
    const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': type });
    stream.on('error', () => undefined);
    stream.once('close', () => ended.resolve());
    stream.resume();
    stream.write('{"tok');
    await ended.promise;
  };

  it('ends a request whose body does not come, and does not end with it', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    await half(open(), gatewayPaths.join, 'application/json');
    await half(open(own), gatewayPaths.hello, 'application/json');
    const poll = '/temporal.api.workflowservice.v1.WorkflowService/PollActivityTaskQueue';
    await half(open(own), poll, 'application/grpc');
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  describe('holds of bodies', () => {
    /** The bodies stay open; the last is one too many. */
    const tryAll = async (session: ClientHttp2Session, path: string, bodies: readonly Buffer[]) => {
      const codes = bodies.map((body) => {
        const ended = Promise.withResolvers<number | undefined>();
        const stream = session.request({ ':method': 'POST', ':path': path });
        stream.on('error', () => undefined);
        stream.once('close', () => ended.resolve(stream.rstCode));
        stream.resume();
        stream.write(body);
        return ended.promise;
      });
      return Promise.race(codes);
    };
    beforeEach(async () => {
      await world.close();
      world = await openGatewayWorld({ budget: { ofHost: 20_000, ofStrangers: 10_000 } });
      own = await world.joined('nas');
    });

    it('so much of one host, and so much of all that have no certificate', async () => {
      const body = Buffer.alloc(7000, 'x');
      const { NGHTTP2_ENHANCE_YOUR_CALM: calm } = constants;
      expect(await tryAll(open(), gatewayPaths.join, [body, body])).toBe(calm);
      expect(await tryAll(open(own), gatewayPaths.hello, [body, body, body])).toBe(calm);
    });

    it('and nothing of a request that is over', async () => {
      const nas = world.connect(own);
      const filler = 'x'.repeat(9000);
      for (let turn = 0; turn < 5; turn += 1) {
        const asked = nas.post({
          path: gatewayPaths.hello,
          body: { filler },
          answer: z.unknown(),
          outage: 'temporal-unreachable',
        });
        await expect(asked).rejects.toMatchObject({ code: 'invalid-input' });
      }
    });
  });

  describe('keeps connections', () => {
    const connected = async (session: ClientHttp2Session) => {
      await once(session, 'remoteSettings');
      return session;
    };
    const several = async (count: number, credentials: Partial<HostCredentials>) => {
      const all: ClientHttp2Session[] = [];
      for (let turn = 0; turn < count; turn += 1) all.push(await connected(open(credentials)));
      return all;
    };
    const left = (all: readonly ClientHttp2Session[]) =>
      all.flatMap((session, index) => (session.destroyed ? [] : [index]));

    it('32 without a certificate, the newest, and none of a host has to go for them', async () => {
      const host = await connected(open(own));
      const strangers = await several(34, {});
      await expect.poll(() => left(strangers).at(0)).toBe(2);
      expect(left(strangers)).toHaveLength(32);
      expect(host.destroyed).toBe(false);
    });

    it('16 of a host, the newest, whatever another one opens', async () => {
      const [other] = await several(1, await world.joined('attic'));
      const hosts = await several(17, own);
      await expect.poll(() => left(hosts).at(0)).toBe(1);
      expect(left(hosts)).toHaveLength(16);
      expect(other?.destroyed).toBe(false);
    });
  });
});
