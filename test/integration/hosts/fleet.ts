import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { openTestLab, type TestLab } from '#test/integration/lab/test-lab.ts';
import { restClient } from '#test/support/control-plane/client.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';
import { carryPort } from '#test/support/docker/carry-port.ts';
import { freePort, type OwnEngine, startOwnEngine, waitFor } from '#test/support/docker/index.ts';
import { type Lan, startLan } from '#test/support/docker/lan.ts';
import { type JoinedHost, onMachineOf } from './joined-host.ts';

/** A control plane on this machine, and two machines beside it that have joined. */
export interface Fleet extends AsyncDisposable {
  readonly lan: Lan;
  readonly world: ControlPlane;
  readonly api: ReturnType<typeof restClient>;
  readonly north: Machine;
  readonly south: Machine;
}

export interface Machine {
  readonly id: string;
  readonly address: string;
  readonly engine: OwnEngine;
  readonly host: JoinedHost;
  /** What it told when it joined. */
  readonly joined: string;
}

export async function startFleet(): Promise<Fleet> {
  const stack = new AsyncDisposableStack();
  try {
    const root = await mkdtemp(join(tmpdir(), 'showrunner-fleet-'));
    stack.defer(() => rm(root, { recursive: true, force: true }));
    const lab: TestLab = stack.use(await openTestLab());
    const lan = await startLan();
    stack.defer(() => lan.remove());
    const gateway = `${lan.address}:${await freePort()}`;
    const overlay = join(lab.folder, 'state', 'overlay.json');
    const world = await startControlPlane({ overlay, gateway });
    stack.defer(() => world.stop());
    const begin = async (id: string) => {
      const engine = await startOwnEngine();
      stack.defer(() => engine.end());
      const address = await lan.plugIn(engine);
      stack.use(await carryPort(engine, lab.registryPort));
      const host = await onMachineOf(engine, root, id);
      stack.defer(async () => void (await host.run(['down'])));
      return { id, engine, address, host, joined: await joinAs(world, host, id, gateway) };
    };
    const north = await begin('north');
    const south = await begin('south');
    const owned = stack.move();
    return {
      lan,
      world,
      api: restClient(world),
      north,
      south,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

const invitationSchema = z.object({ token: z.string() });
const stateSchema = z.object({ state: z.string() });

async function joinAs(
  world: ControlPlane,
  machine: JoinedHost,
  id: string,
  gateway: string,
): Promise<string> {
  const answer = await restClient(world).call('POST', '/hosts/invitations', { host: id });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  const { token } = invitationSchema.parse(answer.body);
  const { code, output } = await machine.run(['host', 'join', gateway], `${token}\n`);
  expect(code, output).toBe(0);
  const isReachable = async () => {
    const { body } = await restClient(world).call('GET', `/hosts/${id}`);
    return stateSchema.parse(body).state === 'reachable';
  };
  await waitFor(`${id} is reachable`, isReachable, 60);
  return output;
}
