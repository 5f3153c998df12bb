import type { SettingValue } from '#domain/definition.ts';
import { definitionId, isSlug, serviceId } from '#domain/ids.ts';
import { isInstanceSettingName } from '#domain/instance-settings.ts';
import type { Ports } from '../ports.ts';
import type { OperationRequest, ReconfigureRequest } from './task-request.ts';

/** The request with the value of every setting left out that is not known to be a plain one. */
export async function withoutSecrets(
  ports: Pick<Ports, 'services' | 'catalog'>,
  request: OperationRequest,
): Promise<unknown> {
  if (request.operation === 'reconfigure') return withoutValues(ports, request);
  if (request.operation !== 'install') return request;
  const entries = Object.entries(request.settings).map(
    async ([name, value]): Promise<[string, SettingValue]> => {
      const plain = isInstanceSettingName(name) || (await isPlain(ports, request, name));
      return [name, plain ? value : ''];
    },
  );
  return { ...request, settings: Object.fromEntries(await Promise.all(entries)) };
}

async function isPlain(
  ports: Pick<Ports, 'services' | 'catalog'>,
  request: Extract<OperationRequest, { readonly operation: 'install' }>,
  name: string,
): Promise<boolean> {
  const at = name.indexOf('.');
  const owner = name.slice(0, Math.max(at, 0));
  if (!isSlug(owner)) return false;
  const named = request.services.find(({ id }) => id === owner)?.definition;
  const row = await ports.services.get(serviceId(owner));
  const definition = row?.definition ?? (await ports.catalog.find(named ?? definitionId(owner)));
  return definition?.settings[name.slice(at + 1)]?.secret === false;
}

async function withoutValues(ports: Pick<Ports, 'services'>, request: ReconfigureRequest): Promise<unknown> {
  const { definition } = (await ports.services.get(request.service)) ?? {};
  const entries = Object.entries(request.settings).map(([name, value]) => [
    name,
    definition?.settings[name]?.secret === false ? value : '',
  ]);
  return { ...request, settings: Object.fromEntries(entries) };
}
