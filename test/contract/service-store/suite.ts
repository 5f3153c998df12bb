import { afterEach, beforeEach, describe } from 'vitest';
import type { LoggedEvent } from '#contracts/events.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { EventLog } from '#ports/event-log.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import { changeCases } from './changes.ts';
import { claimCases } from './claims.ts';
import { change, claim, draft, runOf } from './fixtures.ts';
import { healthCases } from './health.ts';
import { operationCases } from './operations.ts';
import { readingCases } from './reading.ts';
import { transitionCases } from './transitions.ts';
import { uninstallCases } from './uninstalls.ts';
import { withdrawalCases } from './withdrawals.ts';

export interface ServiceStoreUnderTest {
  readonly store: ServiceStore;
  readonly events: EventLog;
  /** The same rows through a new adapter. */
  reopen(): Promise<ServiceStore>;
  close(): Promise<void>;
}

/** What the groups of cases work on; each test has an empty store. */
export interface Subject {
  readonly store: ServiceStore;
  reopen(): Promise<ServiceStore>;
  log(): Promise<readonly LoggedEvent[]>;
  /** Brings a service up, as an install without any step would. */
  install(id: ServiceId): Promise<void>;
}

/** What every service store does. `open` makes an empty one. */
export function serviceStoreContract(name: string, open: () => Promise<ServiceStoreUnderTest>): void {
  describe(`service store: ${name}`, () => {
    let opened: ServiceStoreUnderTest;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    const subject: Subject = {
      get store() {
        return opened.store;
      },
      reopen: () => opened.reopen(),
      log: () => opened.events.read({ after: 0, limit: 1000 }),
      install: (id) => install(opened.store, id),
    };
    readingCases(subject);
    claimCases(subject);
    withdrawalCases(subject);
    uninstallCases(subject);
    operationCases(subject);
    changeCases(subject);
    transitionCases(subject);
    healthCases(subject);
  });
}

async function install(store: ServiceStore, id: ServiceId): Promise<void> {
  const run = runOf(id);
  if ((await store.get(id)) === undefined) await store.claimInstall(claim([draft(id)]));
  await store.transition(change(id, 'installing', run));
  await store.transition(change(id, 'running', run, { health: 'healthy', release: true }));
}
