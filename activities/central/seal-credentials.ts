import { DomainError } from '#domain/errors.ts';
import type { ServiceId } from '#domain/ids.ts';
import { secretPath } from '#domain/secret.ts';
import type { Credentials, RecipientKey, RecipientSealer } from '#ports/credentials.ts';
import type { SecretStore } from '#ports/secret-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';

export interface CredentialPorts {
  readonly services: Pick<ServiceStore, 'get'>;
  readonly secrets: SecretStore;
  readonly recipients: RecipientSealer;
}

/** Reads a service's login and seals it for one reader: the value is in no history and in no other process. */
export function sealCredentials(ports: CredentialPorts) {
  return async (service: ServiceId, recipient: RecipientKey): Promise<string> => {
    const row = await ports.services.get(service);
    if (row === undefined || row.status === 'absent')
      throw new DomainError('not-found', `There is no service ${service}.`);
    const { user, password, apiKey } = row.definition.login ?? {};
    const held = async (name: string | undefined) =>
      name === undefined ? undefined : (await ports.secrets.readNewest(secretPath(service, name)))?.value;
    const [passwordValue, apiKeyValue] = await Promise.all([held(password), held(apiKey)]);
    const credentials: Credentials = {
      ...(user === undefined ? {} : { user }),
      ...(passwordValue === undefined ? {} : { password: passwordValue }),
      ...(apiKeyValue === undefined ? {} : { apiKey: apiKeyValue }),
    };
    return ports.recipients.seal(JSON.stringify(credentials), recipient);
  };
}
