import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logLines, longestLine } from '#adapters/docker/streams/log-lines.ts';

const time = '2026-01-02T03:04:05.678901234Z';

test('puts frames together however the bytes arrive', async () => {
  const bytes = Buffer.concat([frame(1, `${time} öne\n`), frame(2, `${time} two\n`), frame(1, `${time} \n`)]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async (sizes) => {
      expect(await Array.fromAsync(logLines(split(bytes, sizes), false))).toEqual([
        { time, stream: 'stdout', text: 'öne' },
        { time, stream: 'stderr', text: 'two' },
        { time, stream: 'stdout', text: '' },
      ]);
    }),
  );
});

test('reads a terminal’s output, which has no frames', async () => {
  const bytes = Buffer.from(`${time} one\r\n${time} two\r\n${time} rest`);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async (sizes) => {
      const lines = await Array.fromAsync(logLines(split(bytes, sizes), true));
      expect(lines.map(({ text }) => text)).toEqual(['one', 'two', 'rest']);
    }),
  );
});

test.each([true, false])('splits lines at 16 KiB (terminal: %s)', async (tty) => {
  const long = 'x'.repeat(longestLine);
  const parts = [`${time} ${long}`, `${time} ${long}`, `${time} end\n`];
  const bytes = parts.map((part) => (tty ? Buffer.from(part) : frame(1, part)));
  const lines = await Array.fromAsync(logLines(split(Buffer.concat(bytes), [70_000]), tty));
  expect(lines.map(({ text }) => text)).toEqual([long, long, 'end']);
  expect(lines.every((line) => line.time === time)).toBe(true);
});

test('refuses what is no stream of frames instead of collecting it', async () => {
  const bytes = Buffer.from('HTTP/1.1 400 Bad Request');
  await expect(Array.fromAsync(logLines(split(bytes, [100]), false))).rejects.toMatchObject({
    code: 'internal',
  });
});

function frame(stream: 1 | 2, text: string): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

/** Pieces of the given sizes, again and again. */
async function* split(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}
