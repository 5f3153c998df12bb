import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

const repository = join(import.meta.dirname, '..', '..');

/** A history as it is kept. Stacks of its failures name the folder in which it was made, which is nobody's business. */
export function toText(history: Parameters<typeof historyToJSON>[0]): string {
  return historyToJSON(history).replaceAll(repository, '/showrunner');
}
