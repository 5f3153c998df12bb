import type { HealthDefinition, Probe } from '#domain/health.ts';

export interface ComposeHealthCheck {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
}

/** Short, in Compose's favour: the engine asks for the first time one interval after the start. */
const intervalSeconds = 1;

/** The definition's readiness probe, asked by the engine inside the container. */
export function healthCheck({
  readiness,
  startSeconds,
  timeoutSeconds,
}: HealthDefinition): ComposeHealthCheck {
  return {
    test: testOf(readiness),
    interval: `${intervalSeconds}s`,
    timeout: `${timeoutSeconds}s`,
    retries: Math.ceil(startSeconds / intervalSeconds),
  };
}

function testOf(probe: Probe): readonly string[] {
  switch (probe.type) {
    case 'exec':
      return ['CMD', ...probe.command];
    case 'tcp':
      return ['CMD', 'nc', '-z', '127.0.0.1', String(probe.port)];
    case 'http':
      return httpTest(probe);
    case 'engine':
      throw new Error(
        `${probe.component} is asked by its image's own health check, which Compose uses as it is.`,
      );
  }
}

/** One process where that suffices: each one more would be held against Compose. */
function httpTest({
  port,
  path,
  status,
  body,
}: Extract<Probe, { readonly type: 'http' }>): readonly string[] {
  const url = `http://127.0.0.1:${port}${path}`;
  if (body !== undefined) return ['CMD-SHELL', `wget -q -O - ${url} | grep -qx '${body}'`];
  if (status.length === 1 && status[0] === 200) return ['CMD', 'wget', '-q', '-O', '/dev/null', url];
  const codes = status.join('|');
  return ['CMD-SHELL', `wget -S -q -O /dev/null ${url} 2>&1 | grep -Eq ' (${codes})( |$$)'`];
}
