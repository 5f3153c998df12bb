import { z } from 'zod';
import { line, slug } from './scalars.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);

/** A value that a person may or must give before the service is installed. */
export const settingSchema = z.strictObject({
  title: line,
  description: line,
  type: z.enum(['text', 'number', 'boolean', 'choice']),
  choices: z.array(line).min(2).optional(),
  pattern: z
    .string()
    .max(500)
    .refine(isPattern, 'must be a regular expression')
    .refine(
      (text) => !text.includes('$'),
      'must not hold $: the whole value is matched, and Compose reads $ as a variable',
    )
    .optional()
    .describe('Regular expression for the whole value, without anchors.'),
  required: z.boolean().default(false),
  default: value.optional(),
  secret: z.boolean().default(false).describe('Sealed at once and kept in the secret store.'),
  when: z
    .strictObject({ setting: slug, equals: value })
    .optional()
    .describe('The setting matters only when another one has this value.'),
});

/** A value that Showrunner makes, or obtains from the program. */
export const secretSchema = z.strictObject({
  title: line,
  generator: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('hex'), length: z.int().min(16).max(128) }),
    z.strictObject({ type: z.literal('password'), length: z.int().min(12).max(128) }),
    z.strictObject({ type: z.literal('obtained') }),
  ]),
});

export type SettingFile = z.output<typeof settingSchema>;

function isPattern(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
