import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DomainError, isDomainError } from '#domain/errors.ts';
import { decodeFields, isText } from '#platform/decode.ts';
import { exclusively } from '#platform/exclusive.ts';
import type { Home } from '#platform/home.ts';
import { inHome } from '#platform/home-errors.ts';
import type { HomePaths } from '#platform/home-paths.ts';
import { type ControlReply, type ControlRequest, commands, type Failure } from './contract.ts';
import { controlSocket, isAnswering } from './control-socket.ts';

/** The hold on a home: who listens on its control socket is its supervisor, and nobody else can be until it closes. */
export interface HomeHold {
  readonly answer: (handler: (request: ControlRequest) => Promise<ControlReply>) => void;
  readonly release: () => Promise<void>;
}

/**
 * Takes hold of the home, or throws `home-locked`. A crash leaves the socket's file behind without a listener; looking
 * and replacing happen under a file lock, so that of two who find it stale one replaces it and the other finds it live.
 */
export async function holdHome(home: Home): Promise<HomeHold> {
  const server = createServer();
  await inHome(home.paths.root, () =>
    exclusively({ path: join(home.paths.run, 'lock'), waitMs: 5000, code: 'home-locked' }, () =>
      listen(server, home.paths),
    ),
  );
  return {
    answer: (handler) => server.on('connection', (socket) => serve(socket, handler)),
    release: () => close(server),
  };
}

async function listen(server: Server, paths: HomePaths): Promise<void> {
  const path = controlSocket(paths);
  if (await isAnswering(path))
    throw new DomainError('home-locked', `A supervisor runs on ${paths.root} already.`);
  await rm(path, { force: true });
  server.listen(path);
  await once(server, 'listening');
}

/** Closing removes the socket's file. Connections that are still open are not waited for. */
async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  await Promise.race([promise, new Promise((done) => setTimeout(done, 200).unref())]);
}

/** One request, one reply. A client that goes away early has no error to be told. */
function serve(socket: Socket, handler: (request: ControlRequest) => Promise<ControlReply>): void {
  socket.on('error', () => socket.destroy());
  createInterface({ input: socket }).once('line', async (line) => {
    const request = decodeRequest(line);
    const reply = request === undefined ? unknownRequest : await handler(request).catch(toReply);
    socket.end(`${JSON.stringify(reply)}\n`);
  });
}

function decodeRequest(line: string): ControlRequest | undefined {
  const fields = decodeFields(line);
  const command = commands.find((known) => known === fields?.command);
  if (command === undefined) return undefined;
  return isText(fields?.name) ? { command, name: fields.name } : { command };
}

const unknownRequest: ControlReply = {
  ok: false,
  failure: { code: 'invalid-input', message: `The supervisor knows only ${commands.join(', ')}.` },
};

function toReply(error: unknown): ControlReply {
  return { ok: false, failure: toFailure(error) };
}

export function toFailure(error: unknown): Failure {
  if (isDomainError(error)) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
