import { isDomainError } from '#domain/errors.ts';
import { secretPath } from '#domain/secret.ts';
import type { SecretStore } from '#ports/secret-store.ts';
import type { SecretValues } from '#ports/secret-values.ts';

export interface WebhookSecretPorts {
  readonly secrets: SecretStore;
  readonly values: Pick<SecretValues, 'generate'>;
}

/** No service's id ends with a hyphen, so no service's secrets are below this, and no purge takes it. */
const path = secretPath('instance-', 'alert-webhook');

/**
 * The secret that signs webhooks, in the form in which receivers are given it. The first who asks makes it. After `whsec_` it is
 * base64, and 64 hexadecimal digits are that as well as anything.
 */
export async function webhookSecret({ secrets, values }: WebhookSecretPorts): Promise<string> {
  const held = await secrets.readNewest(path);
  if (held !== undefined) return held.value;
  const made = `whsec_${values.generate({ type: 'hex', length: 64 })}`;
  try {
    await secrets.write(path, made, { expected: 0, origin: 'alerts' });
    return made;
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'secret-conflict') throw error;
    const theirs = await secrets.readNewest(path);
    if (theirs === undefined) throw error;
    return theirs.value;
  }
}
