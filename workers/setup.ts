import { createHash } from 'node:crypto';
import { createSetup } from '#assembly/setup.ts';
import { type Home, readToken } from '#platform/home.ts';
import { ensureBundle } from './bundle.ts';
import { runRoot } from './start-root.ts';

/** One-shot, and production's init container: keys, schema, namespace, the first token, the workflow bundle. */
await runRoot('setup', async ({ home, configuration, logger }) => {
  const setup = createSetup(configuration);
  try {
    await allOf([
      setup.ensureKeys(),
      setup.migrate().then(async () => setup.tokens.ensure(await adminToken(home))),
      setup.ensureNamespace(),
      ensureBundle(configuration.home.bundle),
    ]);
    logger.info('set up');
  } finally {
    await setup.close();
  }
});

/** Waits for all, also when one fails: what goes on would find its connection closed. */
async function allOf(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function adminToken(home: Home) {
  const hash = createHash('sha256')
    .update(await readToken(home))
    .digest('hex');
  return { hash, name: 'admin', scopes: ['*'] };
}
