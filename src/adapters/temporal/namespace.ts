import { isGrpcServiceError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { searchAttributes } from '#contracts/search-attributes.ts';
import { deadlineMilliseconds, type TemporalClient } from './connection.ts';
import { mapTemporalErrors } from './errors.ts';

/** Closed runs stay this long in Temporal; the archive in Postgres keeps them after that. */
const retentionDays = 30;
const notFound = 5;
const alreadyExists = 6;
/** A namespace is seen by all parts of a server only after its caches were refreshed. */
const propagationMilliseconds = 30_000;

/** Creates the namespace and its search attributes; what is there already is adopted. */
export async function ensureNamespace(temporal: TemporalClient): Promise<void> {
  await bounded(temporal, () => register(temporal));
  await retried(() => bounded(temporal, () => addSearchAttributes(temporal)));
}

/** Without a deadline a call can wait for ever. */
function bounded({ connection }: TemporalClient, work: () => Promise<void>): Promise<void> {
  return mapTemporalErrors(() => connection.withDeadline(Date.now() + deadlineMilliseconds, work));
}

async function register({ client, namespace }: TemporalClient): Promise<void> {
  try {
    await client.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: proto.google.protobuf.Duration.fromObject({
        seconds: retentionDays * 24 * 3600,
      }),
    });
  } catch (error) {
    if (!isGrpcServiceError(error) || error.code !== alreadyExists) throw error;
  }
}

async function addSearchAttributes({ connection, namespace }: TemporalClient): Promise<void> {
  const { operatorService } = connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter((name) => customAttributes[name] === undefined);
  if (missing.length === 0) return;
  const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
  });
}

async function retried(work: () => Promise<void>): Promise<void> {
  const end = Date.now() + propagationMilliseconds;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isGrpcServiceError(error) || error.code !== notFound || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
