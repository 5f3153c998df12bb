import { describe, expect, it } from 'vitest';
import { hostId } from '#domain/ids.ts';
import { formatJoinToken, parseJoinToken } from '#domain/join-token.ts';

const token = { host: hostId('attic'), secret: `${'A'.repeat(41)}-_`, authority: '0f'.repeat(32) };

describe('a join token', () => {
  it('is one line that says version, host, secret and authority', () => {
    const text = formatJoinToken(token);
    expect(text).toBe(`srj1.attic.${token.secret}.${token.authority}`);
    expect(parseJoinToken(text)).toEqual(token);
  });

  it.each([
    ['nothing', ''],
    ['another version', formatJoinToken(token).replace('srj1', 'srj2')],
    ['a host that is no name', `srj1.Attic.${token.secret}.${token.authority}`],
    ['a short secret', `srj1.attic.abc.${token.authority}`],
    ['an authority in capitals', formatJoinToken(token).toUpperCase()],
    ['a part too many', `${formatJoinToken(token)}.more`],
    ['a line break at its end', `${formatJoinToken(token)}\n`],
  ])('is not %s', (_, text) => {
    expect(parseJoinToken(text)).toBeUndefined();
  });
});
