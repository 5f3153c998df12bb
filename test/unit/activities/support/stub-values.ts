import type { SecretValues } from '#ports/secret-values.ts';

/** Values that can be told apart: `generated-1`, `generated-2`…; an encoding shows as its name. */
export function createStubValues(): SecretValues & { readonly made: number } {
  let made = 0;
  return {
    get made() {
      return made;
    },
    generate: () => {
      made += 1;
      return `generated-${made}`;
    },
    encode: (value, encoding) => (encoding === 'plain' ? value : `${encoding}(${value})`),
  };
}
