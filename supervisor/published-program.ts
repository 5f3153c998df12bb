import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { DomainError, isDomainError } from '#domain/errors.ts';
import { hasCode } from '#platform/files.ts';
import { readBounded, type Watch } from './bounded-stream.ts';

/** What a program must be to be run here. */
export interface ExpectedProgram {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface Unpacking {
  /** Where the program goes; it is not executable yet. */
  readonly target: string;
  /** Where `tar` is looked for. */
  readonly path: string;
  readonly watch: Watch;
}

/** Licences and the like beside the program, and the archive's own blocks. */
const besideBytes = 8_000_000;

/**
 * Takes the one program out of a gzipped tar archive. The archive is hostile until the program's sum is right: it is taken through
 * a pipe, so that no name in the archive chooses a path, and nothing is read or kept beyond the size that is expected.
 */
export async function unpackProgram(
  body: AsyncIterable<Uint8Array>,
  expected: ExpectedProgram,
  { target, path, watch }: Unpacking,
): Promise<void> {
  const { signal } = watch;
  const tar = spawn('tar', ['-xOf', '-', expected.name], {
    env: { PATH: path, LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'ignore'],
    signal,
  });
  const ended = once(tar, 'close');
  const hash = createHash('sha256');
  const fed = pipeline(
    body,
    readBounded(expected.bytes + besideBytes, watch),
    createGunzip(),
    readBounded(expected.bytes + besideBytes, watch),
    tar.stdin,
    { signal },
  );
  const written = pipeline(
    tar.stdout,
    readBounded(expected.bytes, watch),
    async function* (chunks) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(target, { flags: 'wx', mode: 0o600 }),
  );
  const ends = await Promise.allSettled([written, fed, ended]);
  const found = hash.digest('hex');
  // With the right sum it is the program, whatever stands behind it in the archive.
  if (ends[0].status === 'fulfilled' && found === expected.sha256) return;
  throw whyRefused(expected, found, ends);
}

/** Of several failures all but one follow from another: ours say why, and `tar` that cannot be started. */
function whyRefused(
  { name, sha256 }: ExpectedProgram,
  found: string,
  ends: readonly PromiseSettledResult<unknown>[],
): unknown {
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (reasons.some((reason) => hasCode(reason, 'ENOENT')))
    return new DomainError('precondition-failed', 'There is no tar here to unpack it.');
  if (reasons.length > 0) return reasons.find(isDomainError) ?? reasons[0];
  const what = found === nothing ? `no ${name}` : `a ${name} with the SHA-256 ${found}`;
  return new DomainError('download-corrupt', `The archive holds ${what}, and ${sha256} is expected.`);
}

const nothing = createHash('sha256').digest('hex');
