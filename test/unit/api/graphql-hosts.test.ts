import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '#api/digest.ts';
import { hostId, serviceId } from '#domain/ids.ts';
import { claim, draft } from '#test/contract/service-store/fixtures.ts';
import { startTestApi, type TestApi } from './support/api.ts';

const gateway = { fingerprint: 'ab'.repeat(32), address: '10.200.0.5:8485' };
const attic = hostId('attic');

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi({ gateway });
});
afterEach(() => api.close());

interface Result {
  readonly data?: Record<string, never>;
  readonly errors?: readonly { readonly extensions?: Record<string, unknown> }[];
}

async function ask(query: string): Promise<Result> {
  return (await api.send('POST', '/graphql', { body: { query } })).body as Result;
}

async function joinAttic(): Promise<void> {
  const { data } = await ask(
    'mutation { inviteHost(input: { host: "attic", labels: { disk: "large" } }) { token host address } }',
  );
  if (data === undefined) throw new Error('The invitation was refused.');
  const { token, ...rest } = data.inviteHost as unknown as { token: string };
  expect(rest).toEqual({ host: 'attic', address: gateway.address });
  const certificate = { fingerprint: 'cd'.repeat(32), expires: '2030-01-01T00:00:00.000Z' };
  await api.hostStore.join({ tokenHash: sha256(token), certificate, address: '10.200.0.7' });
}

describe('hosts by GraphQL', () => {
  it('are invited, listed and shown', async () => {
    await joinAttic();
    await api.services.claimInstall(claim([draft(serviceId('sonarr'), { host: attic })]));
    const { data } = await ask(
      '{ hosts { id kind state serviceCount } host(id: "attic") { labels scheduling capacity { memoryBytes } stateCause } service(id: "sonarr") { host } }',
    );
    expect(data).toEqual({
      hosts: [
        { id: 'attic', kind: 'JOINED', state: 'UNKNOWN', serviceCount: 1 },
        { id: 'local', kind: 'LOCAL', state: 'UNKNOWN', serviceCount: 0 },
      ],
      host: { labels: { disk: 'large' }, scheduling: 'OPEN', capacity: null, stateCause: null },
      service: { host: 'attic' },
    });
  });

  it('that are not there are null', async () => {
    expect((await ask('{ host(id: "nowhere") { id } }')).data).toEqual({ host: null });
    expect((await ask('{ host(id: "No Slug") { id } }')).data).toEqual({ host: null });
  });

  it('are drained, opened and removed', async () => {
    await joinAttic();
    const schedule = async (word: string) =>
      (await ask(`mutation { ${word}Host(id: "attic") { scheduling } }`)).data;
    expect(await schedule('drain')).toEqual({ drainHost: { scheduling: 'DRAINING' } });
    expect(await schedule('open')).toEqual({ openHost: { scheduling: 'OPEN' } });
    expect((await ask('mutation { removeHost(id: "attic") }')).data).toEqual({ removeHost: true });
    expect(await api.hostStore.get(attic)).toBeUndefined();
  });

  it('refuse as REST does', async () => {
    const codes = async (query: string) =>
      (await ask(query)).errors?.map(({ extensions }) => extensions?.code);
    expect(await codes('mutation { removeHost(id: "local") }')).toEqual(['host-local']);
    expect(await codes('mutation { drainHost(id: "nowhere") { id } }')).toEqual(['not-found']);
    expect(
      await codes('mutation { inviteHost(input: { host: "attic", labels: { Disk: 1 } }) { token } }'),
    ).toEqual(['invalid-input']);
  });
});
