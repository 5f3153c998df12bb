import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';

/** The API versions whose behaviour this adapter knows: engine 20.10 speaks 1.41, engine 26.1 speaks 1.45. */
export const oldestApi = 41;
export const newestApi = 45;
/** From 1.44 on a container may be given all its networks when it is created. */
export const manyEndpointsApi = 44;

export const versionAnswer = z.object({
  Version: z.string(),
  ApiVersion: z.string(),
  MinAPIVersion: z.string().optional(),
});

export interface NegotiatedVersion {
  readonly engine: string;
  /** Such as `1.41`. */
  readonly api: string;
  readonly minor: number;
}

/** The newest version that both sides speak. Engine 29 refuses everything below 1.44, so the oldest will not do for all. */
export function negotiate(answer: z.infer<typeof versionAnswer>): NegotiatedVersion {
  const newest = minorOf(answer.ApiVersion);
  const oldest = minorOf(answer.MinAPIVersion ?? '1.0');
  const minor = Math.min(newest, newestApi);
  if (minor < oldestApi || minor < oldest) {
    throw new DomainError(
      'precondition-failed',
      `Docker engine ${answer.Version} speaks API 1.${oldest} to 1.${newest}; Showrunner needs one of 1.${oldestApi} to 1.${newestApi}.`,
    );
  }
  return { engine: answer.Version, api: `1.${minor}`, minor };
}

function minorOf(version: string): number {
  const minor = /^1\.(\d{1,4})$/.exec(version)?.[1];
  if (minor !== undefined) return Number(minor);
  throw new DomainError(
    'precondition-failed',
    `The Docker engine names an API version "${version.slice(0, 20)}".`,
  );
}
