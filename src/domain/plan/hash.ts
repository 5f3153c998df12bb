import { canonicalJson } from './canonical.ts';
import type { Step } from './steps.ts';

/** SHA-256 in hex, given by the caller: the domain stays free of platform modules. */
export type Digest = (text: string) => string;

/**
 * Hash of what a person approves: step types, targets, images and settings. Secret versions and sealed values are left out,
 * because they may differ between looking and doing without changing what is done.
 */
export function planHash(steps: readonly Step[], digest: Digest): string {
  const shown = steps.map(({ type, id, arguments: args }) => ({ type, id, args }));
  return digest(withoutVersions(canonicalJson(shown))).slice(0, 16);
}

/** Hash of a container's configuration, secret versions included: another version makes another container. */
export function configHash(spec: object, digest: Digest): string {
  return digest(canonicalJson(spec)).slice(0, 32);
}

function withoutVersions(json: string): string {
  return json
    .replace(/(secret:\/\/[a-z0-9/-]+)@\d+/g, '$1')
    .replace(/"sealed":"[^"]*",?/g, '')
    .replace(/"(configHash|desired|revision)":("(?:[^"\\]|\\.)*"|\d+),?/g, '');
}
