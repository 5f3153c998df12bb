import { serviceTask, serviceTaskInput } from '../service-task.ts';

/** Restarts a service, with those that share its network namespace. */
export const run = serviceTask(serviceTaskInput, (client, { service }, once) =>
  client.services.restart(service, once),
);
