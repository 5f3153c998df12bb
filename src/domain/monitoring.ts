/**
 * What happened to a container. `ended`: its program exited. `gone`: it was removed. `drifted`: it is not as it was made (renamed,
 * cut off from a network, other labels). `stalled`: it was stopped or paused from outside.
 */
export const happenings = ['ended', 'out-of-memory', 'gone', 'drifted', 'stalled'] as const;
export type Happening = (typeof happenings)[number];
