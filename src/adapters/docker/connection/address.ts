import { DomainError } from '#domain/errors.ts';

/** Where the engine listens, in the words that dockerode's modem understands. */
export interface EngineAddress {
  readonly socketPath?: string;
  readonly host?: string;
  readonly port?: number;
  /** For messages. */
  readonly text: string;
}

export const defaultDockerHost = 'unix:///var/run/docker.sock';

/** Reads `unix:///path` and `tcp://host:port`; anything else says what would do. */
export function engineAddress(dockerHost: string = defaultDockerHost): EngineAddress {
  if (dockerHost.startsWith('unix:///')) {
    return { socketPath: dockerHost.slice('unix://'.length), text: dockerHost };
  }
  const url = URL.canParse(dockerHost) ? new URL(dockerHost) : undefined;
  if (url?.protocol === 'tcp:' && url.hostname !== '') {
    return { host: url.hostname, port: url.port === '' ? 2375 : Number(url.port), text: dockerHost };
  }
  const reason =
    url?.protocol === 'ssh:'
      ? 'ssh:// is not supported: run a host worker on that machine, or forward its socket'
      : 'must be unix:///path or tcp://host:port';
  throw new DomainError(
    'invalid-input',
    `The Docker host "${dockerHost.slice(0, 80)}" cannot be used: ${reason}.`,
    {
      faults: [{ field: 'dockerHost', reason }],
    },
  );
}
