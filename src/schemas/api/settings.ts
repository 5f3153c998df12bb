import { z } from 'zod';
import { faultSchema } from './common.ts';

export const settingValueSchema = z
  .union([z.string().max(4096), z.number(), z.boolean()], 'must be a text, a number, true or false')
  .meta({ id: 'SettingValue' });

/** Settings by the names that faults carry: `vpn.provider`, `paths.data`, `timezone`. */
export const givenSettingsSchema = z
  .record(z.string().min(1).max(120), settingValueSchema)
  .refine((settings) => Object.keys(settings).length <= 500, 'must have at most 500 entries')
  .meta({
    id: 'GivenSettings',
    description:
      'Settings of services as `<service>.<setting>`, and of the instance as `paths.data`, `timezone`… Secret ones are sealed at once and never shown.',
    example: { 'paths.data': '/srv/media', 'vpn.provider': 'mullvad' },
  });

/** Instance settings as they are; secrets are not among them. */
export const configSchema = z
  .object({
    settings: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .meta({ description: 'What holds: what was given, over the defaults.' }),
    given: z.array(z.string()).meta({ description: 'Names of those that were given.' }),
    faults: z
      .array(faultSchema)
      .meta({ description: 'What is missing or no longer valid; an install needs it first.' }),
    revision: z.int(),
  })
  .meta({ id: 'Config' });

export const configUpdateSchema = z
  .strictObject({ settings: givenSettingsSchema })
  .meta({ id: 'ConfigUpdate' });

export const configVerdictSchema = z
  .object({ valid: z.boolean(), faults: z.array(faultSchema) })
  .meta({ id: 'ConfigVerdict' });
