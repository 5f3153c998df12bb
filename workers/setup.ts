import { createHash } from 'node:crypto';
import { createSetup } from '#assembly/setup.ts';
import { type Home, readMetricsToken, readToken } from '#platform/home.ts';
import { ensureBundle } from './bundle.ts';
import { runRoot } from './start-root.ts';

/** One-shot, and production's init container: keys, schema, the own host, namespace, the first two tokens, the workflow bundle. */
await runRoot('setup', async ({ home, configuration, logger }) => {
  const setup = createSetup(configuration);
  try {
    await allOf([
      setup.ensureKeys(),
      setup.migrate().then(async () => {
        for (const token of await firstTokens(home)) await setup.tokens.ensure(token);
        await setup.ensureHost();
      }),
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

/** The administrator's, and the one with which Prometheus reads metrics. */
async function firstTokens(home: Home) {
  const [admin, metrics] = await Promise.all([readToken(home), readMetricsToken(home)]);
  return [
    { hash: hashOf(admin), name: 'admin', scopes: ['*'] },
    { hash: hashOf(metrics), name: 'prometheus', scopes: ['metrics:read'] },
  ];
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
