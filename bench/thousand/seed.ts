import type { HostId } from '#domain/ids.ts';
import { hostId } from '#domain/ids.ts';
import { change, claim, draft, runOf } from '#test/contract/service-store/fixtures.ts';
import type { ControlPlane } from '#test/support/control-plane/control-plane.ts';
import { definitions, services } from './crowd.ts';

const atOnce = 8;

/** Rows as after an installation, and a monitor for each. */
export async function seedServices({ ports, configuration }: ControlPlane): Promise<void> {
  const host = hostId(configuration.hostId);
  const drafts = services.map((id, at) => {
    const definition = definitions[at];
    if (definition === undefined) throw new RangeError(`There is no definition of ${id}.`);
    return draft(id, { definition, host });
  });
  await ports.services.claimInstall(claim(drafts));
  const work = services.values();
  const seedNext = async (): Promise<void> => {
    for (const id of work) await seedOne(id, host, ports);
  };
  await Promise.all(Array.from({ length: atOnce }, seedNext));
}

async function seedOne(
  id: (typeof services)[number],
  host: HostId,
  { services: rows, monitors }: ControlPlane['ports'],
): Promise<void> {
  const run = runOf(id);
  await rows.transition(change(id, 'installing', run));
  await rows.transition(change(id, 'running', run, { health: 'healthy', release: true }));
  await monitors.ensureMonitor(id, host);
}
