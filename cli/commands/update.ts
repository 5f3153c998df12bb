import { z } from 'zod';
import { serviceTask, serviceTaskInput } from '../service-task.ts';
import { withoutAbsent } from '../without-absent.ts';

const input = serviceTaskInput.extend({ to: z.string().optional(), digest: z.string().optional() });

/** Brings a service to another version, or puts everything back. */
export const run = serviceTask(input, (client, { service, to, digest }, once) =>
  client.services.update(service, { ...withoutAbsent({ version: to, digest }), ...once }),
);
