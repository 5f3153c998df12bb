import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { memoryOfTree } from '#platform/process-memory.ts';
import { restClient, taskIdOf } from '#test/support/control-plane/client.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';
import { createWitness, type Witness } from '#test/support/control-plane/witness.ts';
import { buildTestImage, type TestImage } from '#test/support/docker/index.ts';
import { type FixtureCatalog, writeFixtureCatalog } from '#test/support/fixtures/fixture-catalog.ts';

const image = 'showrunner-test/logs:1';
const lines = 100_000;
/**
 * The engine keeps no more than 30 MB of a log, and whoever falls further behind loses the rest: so it is many who hardly read. If what
 * they have not read piled up, it would be 20 MB for each.
 */
const slowReaders = 4;
/** What a process takes for streams, garbage included; and then no more, however long they are. */
const mostGrowthBytes = 96_000_000;
const mostLateGrowthBytes = 16_000_000;

/** Writes numbered lines once it is told to, as fast as it can. */
const writer = `until [ -e /go ]; do sleep 0.1; done; seq -w 1 ${lines} | sed "s/\\(.*\\)/\\1 ${'.'.repeat(80)}/"`;

describe('a log that is followed through the API', { timeout: 120_000 }, () => {
  let built: TestImage;
  let catalog: FixtureCatalog;
  let world: ControlPlane;
  let seen: Witness;

  beforeAll(async () => {
    built = await buildTestImage(image);
    catalog = await writeFixtureCatalog([{ name: 'chatty', image, beside: writer }]);
    world = await startControlPlane({ catalog: catalog.folder });
    seen = createWitness(world);
    const api = restClient(world);
    const installed = await api.ended(taskIdOf(await api.call('POST', '/services', { service: 'chatty' })));
    expect(installed.status).toBe('succeeded');
  });

  afterAll(async () => {
    await world?.stop();
    await catalog?.remove();
    await built?.remove();
  });

  test('arrives whole and in order, while other readers hardly read, and nothing piles up', async ({
    annotate,
  }) => {
    const slow = await Promise.all(Array.from({ length: slowReaders }, () => follow(world)));
    const fast = await follow(world);
    const before = memory();
    let most = before;
    let midway = before;
    let count = 0;
    const from = performance.now();
    await (await seen.container('chatty').exec({ Cmd: ['touch', '/go'] })).start({});
    await Promise.all(slow.map((reader) => reader.next()));
    for (; count < lines; count += 1) {
      const { value, done } = await fast.next();
      if (done === true) throw new Error(`The stream ended after ${count} lines.`);
      if (Number(value.text.slice(0, 6)) !== count + 1) throw new Error(`After ${count} came: ${value.text}`);
      if (count % 5000 === 0) most = mostOf(most, memory());
      if (count === lines / 2) midway = most;
    }
    most = mostOf(most, memory());
    const seconds = (performance.now() - from) / 1000;
    const grown = differenceOf(most, before);
    const grownLate = differenceOf(most, midway);
    const said = JSON.stringify({ grown, grownLate });
    await annotate(`${lines} lines in ${seconds.toFixed(1)} s; bytes more: ${said}`);
    expect(Math.max(grown.api, grown.host), said).toBeLessThan(mostGrowthBytes);
    expect(Math.max(grownLate.api, grownLate.host), said).toBeLessThan(mostLateGrowthBytes);
    await Promise.all([...slow, fast].map((reader) => reader.return()));
  });

  /** Resident bytes of the processes through which lines go. */
  function memory() {
    const { api, host } = world.processes;
    return {
      api: memoryOfTree(api.pid).residentBytes,
      host: memoryOfTree(host.pid).residentBytes,
    };
  }
});

type Memory = { readonly api: number; readonly host: number };

function mostOf(one: Memory, other: Memory): Memory {
  return { api: Math.max(one.api, other.api), host: Math.max(one.host, other.host) };
}

function differenceOf(one: Memory, other: Memory): Memory {
  return { api: one.api - other.api, host: one.host - other.host };
}

const entry = z.object({ text: z.string() });

/** The log from before its first line, read at the caller's pace. */
async function follow({ url, token }: ControlPlane) {
  const response = await fetch(`${url}/api/v1/services/chatty/logs?follow=true&tail=10000`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(110_000),
  });
  if (response.status !== 200 || response.body === null) throw new Error(`It answered ${response.status}.`);
  return entriesOf(response.body.pipeThrough(new TextDecoderStream()));
}

async function* entriesOf(chunks: AsyncIterable<string>) {
  let rest = '';
  for await (const chunk of chunks) {
    const whole = `${rest}${chunk}`.split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) yield entry.parse(JSON.parse(line));
  }
}
