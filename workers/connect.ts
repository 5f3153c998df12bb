import { NativeConnection, type NativeConnectionOptions, TransportError } from '@temporalio/worker';
import { DomainError } from '#domain/errors.ts';

/** A worker's own connection. Error: `temporal-unreachable`; then the process ends, and its keeper starts it again. */
export async function connectToTemporal(
  address: string,
  tls?: NativeConnectionOptions['tls'],
): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect({ address, ...(tls === undefined ? {} : { tls }) });
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new DomainError('temporal-unreachable', `Temporal does not answer at ${address}.`, {
      cause: error,
    });
  }
}
