import { join } from 'node:path';
import type { Environment } from '#platform/environment.ts';
import { readContextAddress, readCurrentContext } from './contexts.ts';
import { pingEngine } from './ping.ts';

export interface Engine {
  readonly address: string;
  /** Who named the address: `DOCKER_HOST`, `context colima`, `standard socket`. */
  readonly source: string;
  /** The newest API version that it speaks. */
  readonly apiVersion: string;
}

/** An address that was tried, and why it is no engine. */
export interface Trial {
  readonly source: string;
  readonly address: string;
  readonly reason: string;
}

export type EngineSearch =
  | { readonly found: true; readonly engine: Engine }
  | { readonly found: false; readonly chosen: boolean; readonly trials: readonly Trial[] };

export const standardSocket = '/var/run/docker.sock';

/**
 * The engine that answers. What the user chose, by DOCKER_HOST or a context, is the only candidate: another engine than
 * the chosen one must not be used. That a `docker` client is installed says nothing; only an answer counts.
 */
export async function findEngine(environment: Environment): Promise<EngineSearch> {
  const { chosen, candidates } = await listCandidates(environment);
  const trials: Trial[] = [];
  for (const candidate of candidates) {
    const ping =
      'reason' in candidate
        ? { ok: false as const, reason: candidate.reason }
        : await pingEngine(candidate.address);
    const { source, address } = candidate;
    if (ping.ok) return { found: true, engine: { source, address, apiVersion: ping.apiVersion } };
    trials.push({ source, address, reason: ping.reason });
  }
  return { found: false, chosen, trials };
}

type Candidate = { readonly source: string; readonly address: string } | Trial;

async function listCandidates(
  environment: Environment,
): Promise<{ chosen: boolean; candidates: readonly Candidate[] }> {
  const { docker, user, runtimeFolder } = environment;
  if (docker.host !== undefined) {
    return { chosen: true, candidates: [{ source: 'DOCKER_HOST', address: docker.host }] };
  }
  const configFolder = docker.configFolder ?? join(user.home, '.docker');
  const context = docker.context ?? (await readCurrentContext(configFolder));
  if (context !== undefined && context !== 'default') {
    return { chosen: true, candidates: [await contextCandidate(configFolder, context)] };
  }
  const rootless = runtimeFolder === undefined ? [] : [join(runtimeFolder, 'docker.sock')];
  const sockets = [standardSocket, ...rootless, join(user.home, '.docker', 'run', 'docker.sock')];
  return {
    chosen: false,
    candidates: sockets.map((path) => ({ source: 'standard socket', address: `unix://${path}` })),
  };
}

async function contextCandidate(configFolder: string, context: string): Promise<Candidate> {
  const source = `context ${context}`;
  const read = await readContextAddress(configFolder, context);
  return 'address' in read
    ? { source, address: read.address }
    : { source, address: context, reason: read.reason };
}
