import { DomainError } from '#domain/errors.ts';
import { isPortFree } from '#platform/ports.ts';

/** A program that cannot get its port fails in its own words, after seconds; this says it at once, and in ours. */
export async function requirePort(name: string, port: number, host = '127.0.0.1'): Promise<void> {
  if (await isPortFree(port, host)) return;
  throw new DomainError(
    'port-taken',
    `Port ${port} on ${host}, which this instance keeps for its ${name}, is taken by another program. End that program, or change the port in instance.json while Showrunner is down.`,
    { data: { port, process: name } },
  );
}
