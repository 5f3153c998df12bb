import { serviceTask, serviceTaskInput } from '../service-task.ts';

/** Starts a stopped service, with what it requires and what its stop took along. */
export const run = serviceTask(serviceTaskInput, (client, { service }, once) =>
  client.services.start(service, once),
);
