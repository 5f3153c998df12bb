import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ValueOpener, ValueSealer } from '#ports/value-sealer.ts';

export interface ValueSealerUnderTest {
  readonly sealer: ValueSealer;
  readonly opener: ValueOpener;
  close(): Promise<void>;
}

/** What every pair of sealer and opener does. */
export function valueSealerContract(name: string, open: () => Promise<ValueSealerUnderTest>): void {
  describe(`value sealer: ${name}`, () => {
    let subject: ValueSealerUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    test.each(['geheim ✓', '', 'line\nline', 'x'.repeat(20_000)])(
      '%# what was sealed opens again',
      async (value) => {
        expect(await subject.opener.open(await subject.sealer.seal(value))).toBe(value);
      },
    );

    test('a sealed value is a compact JWE that shows nothing of what is in it', async () => {
      const sealed = await subject.sealer.seal('canary-4711');
      expect(sealed.split('.')).toHaveLength(5);
      expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('canary');
      expect(sealed).not.toContain('canary');
    });

    test('the same value is never sealed the same way twice', async () => {
      expect(await subject.sealer.seal('same')).not.toBe(await subject.sealer.seal('same'));
    });

    test('what was altered or never sealed is unreadable, and the error shows nothing of it', async () => {
      const sealed = await subject.sealer.seal('one');
      const other = await subject.sealer.seal('two');
      const mixed = [...sealed.split('.').slice(0, 3), ...other.split('.').slice(3)].join('.');
      for (const text of [mixed, sealed.slice(0, -4), 'a.b.c.d.e', 'nonsense', '']) {
        const error = await subject.opener.open(text).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: 'secret-unreadable' });
        if (text !== '') expect(String(error)).not.toContain(text);
      }
    });
  });
}
