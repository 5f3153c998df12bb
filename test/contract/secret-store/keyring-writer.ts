import { createKeyring } from '#adapters/keyring/keyring.ts';
import { isDomainError } from '#domain/errors.ts';
import { secretPath } from '#domain/secret.ts';

/**
 * A process that writes version after version until it is killed, and prints each that was acknowledged:
 * `node keyring-writer.ts FOLDER NAME`.
 */
const [folder = '', name = ''] = process.argv.slice(2);
const path = secretPath('sonarr', 'api-key');
const store = await createKeyring(folder);
for (;;) {
  const expected = (await store.versions('sonarr')).get(path) ?? 0;
  try {
    const reference = await store.write(path, `${name} ${expected + 1}`, { expected, origin: name });
    process.stdout.write(`${reference}\n`);
  } catch (error) {
    if (!(isDomainError(error) && error.code === 'secret-conflict')) throw error;
  }
}
