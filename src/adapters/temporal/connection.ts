import { Client, Connection } from '@temporalio/client';
import { mapTemporalErrors } from './errors.ts';

export interface TemporalAddress {
  readonly address: string;
  readonly namespace: string;
}

/** Longest that any call may take: the API must answer while Temporal does not. */
export const deadlineMilliseconds = 10_000;

/** A client that connects with its first call, so that a process can start before Temporal does. */
export interface TemporalClient {
  readonly client: Client;
  readonly connection: Connection;
  readonly namespace: string;
  /** Runs calls under the deadline; an absent server is `temporal-unreachable`. */
  call<Result>(work: (client: Client) => Promise<Result>, milliseconds?: number): Promise<Result>;
  close(): Promise<void>;
}

export function createTemporalClient(
  { address, namespace }: TemporalAddress,
  identity: string,
): TemporalClient {
  const connection = Connection.lazy({ address, connectTimeout: deadlineMilliseconds });
  const client = new Client({ connection, namespace, identity });
  return {
    client,
    connection,
    namespace,
    call: (work, milliseconds = deadlineMilliseconds) =>
      mapTemporalErrors(() => client.withDeadline(Date.now() + milliseconds, () => work(client))),
    close: () => connection.close(),
  };
}
