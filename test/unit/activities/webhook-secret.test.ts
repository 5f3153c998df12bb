import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { webhookSecret } from '#activities/central/webhook-secret.ts';
import { secretValues } from '#adapters/keyring/values.ts';
import { isSlug } from '#domain/ids.ts';
import { createMemorySecretStore } from '#test/support/memory/index.ts';

it('is made by the first who asks, and is the same for all who ask, also at once', async () => {
  const ports = { secrets: createMemorySecretStore(), values: secretValues };
  const asked = await Promise.all([webhookSecret(ports), webhookSecret(ports), webhookSecret(ports)]);
  expect(new Set([...asked, await webhookSecret(ports)]).size).toBe(1);
  expect(asked[0]).toMatch(/^whsec_[0-9a-f]{64}$/);
});

it('is one that the library takes, as any receiver would', async () => {
  const secret = await webhookSecret({ secrets: createMemorySecretStore(), values: secretValues });
  expect(new Webhook(secret).sign('id', new Date(0), '{}')).toMatch(/^v1,/);
});

it('is kept where no service can have its own', async () => {
  const secrets = createMemorySecretStore();
  await webhookSecret({ secrets, values: secretValues });
  const [path] = (await secrets.versions('instance-')).keys();
  expect(path).toBe('instance-/alert-webhook');
  expect(isSlug('instance-')).toBe(false);
});
