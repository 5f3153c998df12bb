import { describe, expect, it } from 'vitest';
import { mayTransition, serviceStatuses } from '#domain/lifecycle.ts';
import { assertMayOperate, mayOperate, statusDuring } from '#domain/operation.ts';

const operations = ['start', 'stop', 'restart', 'recover'] as const;
/** Which states each operation takes, written out a second time. */
const taken = {
  start: ['stopped', 'failed'],
  stop: ['running', 'degraded', 'failed'],
  restart: ['running', 'degraded', 'failed'],
  recover: ['running', 'degraded', 'failed'],
};
const pairs = operations.flatMap((operation) =>
  serviceStatuses.map((status) => [operation, status] as const),
);

describe('an operation', () => {
  it.each(pairs)('%s takes a service that is %s exactly when the table says so', (operation, status) => {
    expect(mayOperate(operation, status)).toBe(taken[operation].includes(status));
  });

  it.each(pairs.filter(([operation, status]) => mayOperate(operation, status)))(
    '%s of a service that is %s is a legal transition',
    (operation, status) => expect(mayTransition(status, statusDuring(operation))).toBe(true),
  );

  it('says which states would do', () => {
    expect(() => assertMayOperate('start', 'sonarr', 'running')).toThrow(
      'sonarr is running; start takes a service that is stopped or failed.',
    );
  });
});
