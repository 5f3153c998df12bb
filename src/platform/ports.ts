import { createServer } from 'node:net';

/** True when this process could listen there now. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
    else reject(error);
  });
  server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}

/** One free port for each preference, all different; a taken or absent preference gets another port. */
export async function chooseFreePorts(
  preferences: readonly (number | undefined)[],
  isFree: (port: number) => Promise<boolean> = isPortFree,
): Promise<readonly number[]> {
  const chosen: number[] = [];
  for (const preferred of preferences) {
    chosen.push(await chooseFreePort(preferred, chosen, isFree));
  }
  return chosen;
}

/** Below the range from which Linux gives ports to outgoing connections: what is kept for years must not be taken by one. */
const lowest = 20_000;
const highest = 31_999;

async function chooseFreePort(
  preferred: number | undefined,
  taken: readonly number[],
  isFree: (port: number) => Promise<boolean>,
): Promise<number> {
  if (preferred !== undefined && !taken.includes(preferred) && (await isFree(preferred))) return preferred;
  for (let tries = 0; tries < 1000; tries += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  throw new Error(`No free port between ${lowest} and ${highest} was found.`);
}
