import { setTimeout as delay } from 'node:timers/promises';
import { sqlState } from './errors.ts';

/** A deadlock's victim or a serialization failure: nothing was done, and the same transaction may well succeed now. */
export function isContention(error: unknown): boolean {
  return sqlState(error)?.startsWith('40') === true;
}

/** Random, so that two victims do not meet again. */
export async function pauseBeforeRetry(attempt: number): Promise<void> {
  await delay(Math.random() * 20 * attempt);
}
