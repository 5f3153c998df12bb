import { parseSecretReference, secretReference } from '#domain/secret.ts';
import type { HostSecrets } from '#ports/secret-store.ts';
import type { SecretCall } from '#schemas/gateway.ts';
import type { Scope } from './scope.ts';

/** One call to the secret store, for what the host may reach of it. Answers name paths as the host asked for them. */
export async function callSecrets(secrets: HostSecrets, scope: Scope, call: SecretCall): Promise<object> {
  switch (call.method) {
    case 'versions': {
      const owner = await scope.readable(call.owner);
      const versions = [...(await secrets.versions(owner))];
      return { versions: versions.map(([path, version]) => [path.replace(owner, call.owner), version]) };
    }
    case 'read': {
      const { path, version } = parseSecretReference(call.reference);
      return { value: await secrets.read(secretReference(await scope.readablePath(path), version)) };
    }
    case 'readNewest': {
      const newest = await secrets.readNewest(await scope.readablePath(call.path));
      if (newest === undefined) return { newest: null };
      const { version } = parseSecretReference(newest.reference);
      return { newest: { value: newest.value, reference: secretReference(call.path, version) } };
    }
    case 'write': {
      const { path, value, expected, origin } = call;
      const written = await secrets.write(await scope.writable(path), value, { expected, origin });
      return { reference: secretReference(path, parseSecretReference(written).version) };
    }
    case 'remove':
      await secrets.remove(await scope.writable(call.path));
      return {};
  }
}
