import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { createRemoteUploads } from '#adapters/gateway/uploads.ts';
import type { UploadTarget } from '#ports/upload-target.ts';
import { type GatewayWorld, openGatewayWorld, startReceiver } from '#test/support/gateway/world.ts';

const token = randomBytes(32).toString('base64url');
const line = Buffer.from(`${'x'.repeat(1000)}\n`);
const never = new AbortController().signal;

let world: GatewayWorld | undefined;
let receiver: Awaited<ReturnType<typeof startReceiver>> | undefined;
afterEach(async () => {
  await world?.close();
  receiver?.close();
  [world, receiver] = [undefined, undefined];
});

it('carries an upload to the API that the gateway knows, whatever address the request names', async () => {
  const received: { path: string | undefined; bytes: number }[] = [];
  const uploads = await open(async (request, answer) => {
    let bytes = 0;
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    received.push({ path: request.url, bytes });
    answer(204);
  });
  await uploads.upload({ url: 'http://10.9.9.9:1/elsewhere', token }, lines(3000), never);
  await expect
    .poll(() => received)
    .toEqual([{ path: `/internal/streams/${token}`, bytes: 3000 * line.length }]);
});

it('sends no faster than is read', async () => {
  let sent = 0;
  const begun = Promise.withResolvers<IncomingMessage>();
  const uploads = await open((request) => begun.resolve(request));
  const done = uploads.upload(
    { url: '', token },
    lines(200_000, () => (sent += 1)),
    never,
  );
  const request = await begun.promise;
  // Every buffer on the way is full when nothing more is taken from the source.
  let before = -1;
  await expect
    .poll(
      () => {
        const rests = before === sent;
        before = sent;
        return rests;
      },
      { interval: 200 },
    )
    .toBe(true);
  expect(sent).toBeLessThan(20_000);
  request.destroy();
  await done;
});

it('ends when nobody reads any more, or ever did', async () => {
  const uploads = await open((_, answer) => answer(404));
  await uploads.upload({ url: '', token }, endless(), never);
  receiver?.close();
  await uploads.upload({ url: '', token }, endless(), never);
  await uploads.upload({ url: '', token: '../../healthz' }, endless(), never);
});

it('rejects when it is cancelled', async () => {
  const uploads = await open((request) => request.resume());
  const cancelled = AbortSignal.timeout(200);
  await expect(uploads.upload({ url: '', token }, endless(), cancelled)).rejects.toBeDefined();
});

async function open(
  handle: (request: IncomingMessage, answer: (status: number) => void) => void,
): Promise<UploadTarget> {
  receiver = await startReceiver((request, response) => {
    request.on('error', () => undefined);
    handle(request, (status) => response.writeHead(status).end());
  });
  world = await openGatewayWorld({ streamsUrl: receiver.url });
  return createRemoteUploads(world.connect(await world.joined('nas')));
}

async function* lines(count: number, onLine: () => void = () => undefined): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at += 1) {
    onLine();
    yield line;
  }
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield line;
}
