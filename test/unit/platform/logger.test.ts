import { describe, expect, test } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { redact } from '#platform/redaction.ts';

describe('the logger', () => {
  test('writes JSON lines that name the process', () => {
    const [line] = linesOf((logger) => logger.info({ task: 't1' }, 'started'));
    expect(line).toMatchObject({ level: 'info', name: 'api', task: 't1', msg: 'started' });
  });

  test('masks secrets at any depth, however they are spelled', () => {
    const [line] = linesOf((logger) =>
      logger.warn({
        request: { headers: { Authorization: 'Bearer hunter2', 'X-Api-Key': 'hunter2' } },
        list: [{ privateKey: 'hunter2' }, { deep: { adminPassword: 'hunter2', user: 'ann' } }],
        sealed: { jwe: 'hunter2' },
      }),
    );
    expect(JSON.stringify(line)).not.toContain('hunter2');
    expect(line).toMatchObject({ list: [{ privateKey: '[redacted]' }, { deep: { user: 'ann' } }] });
  });

  test('masks secrets that an error carries, and keeps its cause', () => {
    const error = Object.assign(new Error('refused', { cause: new Error('socket closed') }), {
      config: { headers: { cookie: 'hunter2' } },
    });
    const [line] = linesOf((logger) => logger.error(error, 'call failed'));
    expect(JSON.stringify(line)).not.toContain('hunter2');
    expect(line).toMatchObject({ err: { message: 'refused', cause: { message: 'socket closed' } } });
  });
});

describe('redaction', () => {
  test('shows references, which are not secrets', () => {
    expect(redact({ secret: 'secret://sonarr/api-key@3' })).toEqual({ secret: 'secret://sonarr/api-key@3' });
  });

  test('shows whether a secret is there at all', () => {
    expect(redact({ token: undefined, password: null, hasSecret: true })).toEqual({
      token: undefined,
      password: null,
      hasSecret: true,
    });
  });

  test('ends with circles', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(JSON.stringify(redact(circle))).toContain('[too deep]');
  });
});

function linesOf(log: (logger: ReturnType<typeof createLogger>) => void): readonly unknown[] {
  const lines: string[] = [];
  log(createLogger({ name: 'api', level: 'info', destination: { write: (line) => void lines.push(line) } }));
  return lines.map((line) => JSON.parse(line));
}
