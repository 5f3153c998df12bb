import { z } from 'zod';
import { isSlug } from '#domain/ids.ts';

const slugReason = 'must be 1 to 40 of a-z, 0-9 and -, beginning and ending with a letter or digit';
const absoluteReason = 'must be an absolute path without .., : and $';

export const slug = z.string().refine(isSlug, slugReason);

/** One line for a person. */
export const line = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\S.*$/, 'must be one line that does not begin with a space');

/** Text that may hold `${VARIABLE}`. */
export const template = z.string().max(4096);

export const absolutePath = z
  .string()
  .max(255)
  .regex(/^\/[^\0:$]*$/, { error: absoluteReason, abort: true })
  .refine((path) => !path.split('/').includes('..'), absoluteReason);

/** Below some root: no beginning slash, no `..`. */
export const relativePath = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/, {
    error: 'must be a relative path such as media/tv',
    abort: true,
  })
  .refine((path) => !path.split('/').includes('..'), 'must not hold ..');

export const portNumber = z.int().min(1).max(65_535);

const durationReason = 'must be a duration such as 30s, 5m or 1h30m';

export const duration = z
  .string()
  .regex(/^(\d{1,4}h)?(\d{1,4}m)?(\d{1,4}s)?$/, { error: durationReason, abort: true })
  .refine((text) => durationSeconds(text) > 0, durationReason);

export function durationSeconds(text: string): number {
  const units = { h: 3600, m: 60, s: 1 } as const;
  const parts = [...text.matchAll(/(\d+)([hms])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units], 0);
}

export const byteSize = z.string().regex(/^[1-9]\d{0,5}[kmg]b?$/, 'must be a size such as 256m or 1g');

export function bytes(text: string): number {
  const units = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 } as const;
  return Number.parseInt(text, 10) * units[text.replace(/\d|b$/g, '') as keyof typeof units];
}

const imageForm =
  /^(?<image>[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*:(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))(@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** A reference that is pinned by tag, and by digest where it is known. */
export const imageReference = z
  .string()
  .regex(imageForm, 'must be name:tag or name:tag@sha256:<64 hexadecimal digits>')
  .refine((text) => imageForm.exec(text)?.groups?.tag !== 'latest', 'must name a version, not latest');

export function splitImage(text: string): { readonly image: string; readonly digest?: string } {
  const { image = text, digest } = imageForm.exec(text)?.groups ?? {};
  return digest === undefined ? { image } : { image, digest };
}
