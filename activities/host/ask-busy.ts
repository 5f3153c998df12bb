import { labels } from '#contracts/labels.ts';
import { type BusyAnswer, type BusyDefinition, type HeaderText, readBusy } from '#domain/busy.ts';
import type { ComponentName, ServiceId } from '#domain/ids.ts';
import { secretPath } from '#domain/secret.ts';
import type { AnswerReader } from '#ports/answer-reader.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import type { SecretStore } from '#ports/secret-store.ts';
import type { HostActivities } from './contract.ts';
import { readDesiredLabel } from './watch/desired-label.ts';

/** A program that takes longer is not one that is busy: it is deaf. */
const patienceSeconds = 3;

interface BusyPorts {
  readonly runtime: Pick<ContainerRuntime, 'listContainers' | 'inspect'>;
  readonly secrets: Pick<SecretStore, 'readNewest'>;
  readonly answers: AnswerReader;
}

/** See `HostActivities.askBusy`. */
export function askBusy({ runtime, secrets, answers }: BusyPorts): HostActivities['askBusy'] {
  return async ({ service, probe }): Promise<BusyAnswer> => {
    const [container, headers] = await Promise.all([
      addressOf(service, probe.component, runtime),
      headersOf(service, probe, secrets),
    ]);
    if (container === undefined || headers === undefined) return {};
    const { port, path } = probe;
    return readBusy(probe, await answers.read({ container, port, path, headers }, patienceSeconds));
  };
}

/** The container whose address serves the component: for one in a gateway's namespace it is another service's. */
async function addressOf(
  service: ServiceId,
  component: ComponentName,
  runtime: BusyPorts['runtime'],
): Promise<string | undefined> {
  const listed = await runtime.listContainers({ service });
  const found = await Promise.all(listed.map(({ name }) => runtime.inspect(name)));
  const label = found
    .map((one) => readDesiredLabel(one?.labels[labels.desired]))
    .find((one) => one?.id === service);
  return label?.targets[component]?.address;
}

/** Undefined where a secret has no value yet: without it there would be no answer. */
async function headersOf(
  service: ServiceId,
  { headers }: BusyDefinition,
  secrets: BusyPorts['secrets'],
): Promise<Readonly<Record<string, string>> | undefined> {
  const fill = async (text: HeaderText): Promise<string | undefined> => {
    const parts = await Promise.all(
      text.map(async (part) =>
        typeof part === 'string' ? part : (await secrets.readNewest(secretPath(service, part.secret)))?.value,
      ),
    );
    return parts.includes(undefined) ? undefined : parts.join('');
  };
  const filled = await Promise.all(
    Object.entries(headers).map(async ([name, text]) => [name, await fill(text)] as const),
  );
  const known = filled.filter((header): header is readonly [string, string] => header[1] !== undefined);
  return known.length === filled.length ? Object.fromEntries(known) : undefined;
}
