import type { ControlPlane } from './control-plane.ts';

export type Victim = 'the host worker' | 'the workflow worker' | 'the API' | 'Temporal' | 'Postgres';
export const victims: readonly Victim[] = [
  'the host worker',
  'the workflow worker',
  'the API',
  'Temporal',
  'Postgres',
];

/** Kills a process of the control plane with signal 9, and starts it again. */
export async function strike({ processes, temporal, postgres }: ControlPlane, victim: Victim): Promise<void> {
  switch (victim) {
    case 'the host worker':
      return void (await processes.host.restart());
    case 'the workflow worker':
      return void (await processes.central.restart());
    case 'the API':
      return void (await processes.api.restart());
    case 'Temporal':
      return void (await temporal.restart());
    case 'Postgres':
      return void (await postgres.restart());
  }
}
