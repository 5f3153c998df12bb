import { z } from 'zod';
import type { CliContext } from './context.ts';
import type { Exit } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';

/** Arguments and options by name, as the command line was read. */
export type Given = Readonly<Record<string, unknown>>;
export type Run = (context: CliContext, given: Given) => Promise<Exit>;

/** A command's work behind the check of its arguments and options; every fault is named at once. */
export function command<Schema extends z.ZodType>(
  schema: Schema,
  work: (context: CliContext, input: z.output<Schema>) => Promise<Exit | undefined>,
): Run {
  return async (context, given) => {
    const parsed = schema.safeParse(given);
    if (!parsed.success) throw invalid(parsed.error);
    return (await work(context, parsed.data)) ?? 'ok';
  };
}

export const flag = z.boolean().default(false);
export const texts = z.array(z.string()).default([]);

/** A whole number in a flag. */
export function whole(least: number, most: number) {
  const reason = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, reason)
    .transform(Number)
    .refine((number) => number >= least && number <= most, reason);
}

function invalid(error: z.ZodError): CommandFailure {
  const faults = error.issues.map(({ path, message }) => ({ field: `--${path.join('.')}`, reason: message }));
  const remedy = 'See `showrunner <command> --help`.';
  return new CommandFailure('usage', 'invalid-input', 'The command is not valid.', remedy, faults);
}
