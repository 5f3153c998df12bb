import { flag } from '../command.ts';
import { serviceTask, serviceTaskInput } from '../service-task.ts';

const input = serviceTaskInput.extend({ cascade: flag });

/** Stops a service; with `--cascade` those that require it go first. */
export const run = serviceTask(input, (client, { service, cascade }, once) =>
  client.services.stop(service, { cascade, ...once }),
);
