import { z } from 'zod';
import { command, flag } from '../command.ts';
import { bringUp } from '../control-plane/bring-up.ts';
import { requireEngine } from '../control-plane/engine.ts';
import { ensureLabImages } from '../control-plane/lab.ts';
import { makeHome, startControlPlane } from '../control-plane/start.ts';
import { chooseInstance } from '../instance.ts';
import { demoSettings } from '../settings/demo-settings.ts';

const input = z.object({
  services: z
    .string()
    .default('sonarr,radarr')
    .transform((names) => names.split(',').map((name) => name.trim()))
    .refine((names) => names.every((name) => name !== ''), 'must be names with commas between'),
  detach: flag,
  cancelOnInterrupt: flag,
});

/** A whole stack on a machine that has nothing for it: an instance of its own, with images that are built here. */
export const run = command(input, async (given, { services, ...flags }) => {
  const { instance } = given.environment;
  const environment = chooseInstance(given.environment, instance === 'default' ? 'demo' : instance);
  const context = { ...given, environment };
  const engine = await requireEngine(context, true);
  const home = await makeHome(context);
  const images = await ensureLabImages(context, home, engine);
  const plane = await startControlPlane(context, home);
  const settings = await demoSettings(plane, environment);
  const exit = await bringUp(context, plane, services, settings, flags);
  if (exit === 'ok') {
    context.output.print(`Real programs: ${images.real.join(', ')}, from Debian.`);
    context.output.print(
      `Stand-ins of the lab, which keep the vendors’ APIs: ${images.standIns.join(', ')}.`,
    );
  }
  return exit;
});
