import { createHash } from 'node:crypto';
import { DomainError } from '#domain/errors.ts';

interface Range {
  readonly first: number;
  readonly size: number;
}

/** A network's share of the pool, as a prefix length. */
const share = 24;
const shareSize = 2 ** (32 - share);

/**
 * The free /24s of the pool, each once. They begin at a place that the seed decides, so that networks made at the same time
 * rarely want the same one, and one that is made again gets its old addresses back.
 */
export function* freeSubnets(pool: string, seed: string, taken: readonly string[]): Generator<string> {
  const { first, size } = parsePool(pool);
  const ranges = taken.map(parseRange).filter((range) => range !== undefined);
  const count = size / shareSize;
  const start = createHash('sha256').update(seed).digest().readUInt32BE(0) % count;
  for (let step = 0; step < count; step += 1) {
    const candidate = { first: first + ((start + step) % count) * shareSize, size: shareSize };
    if (!ranges.some((range) => overlap(range, candidate))) yield `${dotted(candidate.first)}/${share}`;
  }
}

function parsePool(pool: string): Range {
  const range = parseRange(pool);
  if (range !== undefined && range.size >= shareSize) return range;
  const reason = `must be an IPv4 range of at least /${share}, such as 10.222.0.0/16`;
  throw new DomainError('invalid-input', `"${pool.slice(0, 40)}" is not a pool of networks.`, {
    faults: [{ field: 'network.pool', reason }],
  });
}

/** Undefined for IPv6 and for what is no range. */
function parseRange(text: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match?.slice(1).map(Number) ?? [];
  if ([a, b, c, d].some((part) => part > 255) || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return { first: address - (address % size), size };
}

function overlap(a: Range, b: Range): boolean {
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
