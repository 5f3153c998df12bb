import { describe, expect, it } from 'vitest';
import { formatJoinToken, parseJoinToken } from '#contracts/join-token.ts';
import { hostId } from '#domain/ids.ts';

const secret = 'c2VjcmV0IG9mIGEgdG9rZW4';
const fingerprint = 'ab'.repeat(32);

describe('a join token', () => {
  it('says which host it is for, and whom to trust', () => {
    const text = formatJoinToken(hostId('nas'), secret, fingerprint);
    expect(parseJoinToken(`  ${text}\n`)).toEqual({ text, host: 'nas', fingerprint });
  });

  it.each([
    '',
    'srj1',
    `srj2.nas.${secret}.${fingerprint}`,
    `srj1.NAS.${secret}.${fingerprint}`,
    `srj1.nas.short.${fingerprint}`,
    `srj1.nas.${secret}.${fingerprint}0`,
  ])('that is "%s" is refused, and the refusal holds nothing of it', (text) => {
    expect(() => parseJoinToken(text)).toThrow(expect.objectContaining({ code: 'join-refused' }));
    expect(() => parseJoinToken(text)).not.toThrow(secret);
  });
});
