import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { engineAddress } from '#adapters/docker/connection/address.ts';
import { EngineRefusal, engineError } from '#adapters/docker/connection/engine-errors.ts';
import { createAgent } from '#adapters/docker/connection/transport.ts';
import { pinnedReference, repositoryOf } from '#adapters/docker/images/image-reference.ts';
import { redactor } from '#adapters/docker/redactor.ts';
import { nanoseconds, unixTime } from '#adapters/docker/times.ts';

test('reads the addresses of engines', () => {
  expect(engineAddress()).toMatchObject({ socketPath: '/var/run/docker.sock' });
  expect(engineAddress('unix:///run/user/1000/docker.sock')).toMatchObject({
    socketPath: '/run/user/1000/docker.sock',
  });
  expect(engineAddress('tcp://10.0.0.1:2375')).toMatchObject({ host: '10.0.0.1', port: 2375 });
});

test.each(['ssh://user@host', 'npipe:////./pipe/docker', '/var/run/docker.sock', 'tcp://'])(
  'says that "%s" cannot be used',
  (dockerHost) => {
    expect(() => engineAddress(dockerHost)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  },
);

test.each([
  ['127.0.0.1:5000/x', '127.0.0.1:5000/x'],
  ['127.0.0.1:5000/x:1', '127.0.0.1:5000/x'],
  ['lscr.io/linuxserver/sonarr:4@sha256:aa', 'lscr.io/linuxserver/sonarr'],
  ['redis', 'redis'],
])('finds the repository of %s', (image, repository) => {
  expect(repositoryOf(image)).toBe(repository);
});

test('runs exactly the digest where there is one', () => {
  expect(pinnedReference('r:5000/x:1', 'sha256:aa')).toBe('r:5000/x@sha256:aa');
  expect(pinnedReference('r:5000/x:1')).toBe('r:5000/x:1');
});

test('compares times to the nanosecond, though the engine drops trailing zeros', () => {
  expect(nanoseconds('2026-01-01T00:00:05.1Z') < nanoseconds('2026-01-01T00:00:05.12Z')).toBe(true);
  expect(nanoseconds('2026-01-01T00:00:05Z') < nanoseconds('2026-01-01T00:00:05.000000001Z')).toBe(true);
  expect(unixTime('1970-01-01T00:00:01.5Z')).toBe('1.500000000');
});

test('redacts secrets longest first, and leaves short words', () => {
  const redact = redactor(['pass', 'password1', 'abc', '']);
  expect(redact('abc password1 pass')).toBe('abc [redacted] [redacted]');
});

test.each(['ENOENT', 'ECONNREFUSED', 'EPIPE', 'ECONNRESET', 'EACCES'])(
  'knows an engine that is away by %s',
  (code) => {
    const error = engineError(Object.assign(new Error(`connect ${code}`), { code }), 'unix:///x');
    expect(error).toMatchObject({ code: 'engine-unreachable' });
  },
);

test('tells a refusal from a containerd that is down', () => {
  const answer = (text: string) =>
    engineError(Object.assign(new Error(`(HTTP code 500) unexpected - ${text} `), { statusCode: 500 }), 'x');
  const refused = answer('driver failed');
  expect(refused).toBeInstanceOf(EngineRefusal);
  expect(refused.message).toBe('driver failed');
  const dialing =
    'connection error: desc = "transport: Error while dialing dial unix /run/containerd/containerd.sock"';
  expect(answer(dialing)).toMatchObject({ code: 'engine-unreachable' });
});

test('has an agent that costs nothing to write out, as docker-modem does with every request', () => {
  expect(inspect(createAgent(), { showHidden: true, depth: null })).toBe('agent');
});
