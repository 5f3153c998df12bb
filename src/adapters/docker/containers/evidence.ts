import type { DockerContext } from '#adapters/docker/context.ts';
import { isOurs } from '#adapters/docker/ownership.ts';
import { redactor } from '#adapters/docker/redactor.ts';
import { readLogs } from '#adapters/docker/streams/logs.ts';
import type { Evidence } from '#domain/container.ts';
import { exitCodeOf, lookAt } from './containers.ts';

const lines = 200;
/** Evidence is stored with a step: bounded, whatever the program wrote. */
const longestText = 1000;

/** Redacted before it is cut, so that no half of a secret stays. Nothing is said of what is not ours. */
export async function gatherEvidence(
  context: DockerContext,
  name: string,
  secrets: readonly string[],
): Promise<Evidence | undefined> {
  const found = await lookAt(context, name);
  if (found === undefined || !isOurs(context.instance, found.Config.Labels)) return undefined;
  const redact = redactor(secrets);
  const exitCode = exitCodeOf(found);
  const probe = found.State.Health?.Log.at(-1)?.Output;
  const log = redact((await tail(context, found.Id)).join('\n')).split('\n');
  return {
    container: found.Name,
    state: found.State.OOMKilled ? `${found.State.Status} (out of memory)` : found.State.Status,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(found.State.Error === '' ? {} : { error: short(redact(found.State.Error)) }),
    ...(probe === undefined ? {} : { lastProbe: short(redact(probe).trim()) }),
    log: log.length === 1 && log[0] === '' ? [] : log.slice(-lines).map(short),
  };
}

async function tail(context: DockerContext, container: string): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(context.engine.deadlines.look);
  const texts: string[] = [];
  for await (const line of readLogs(context, { container, tail: lines, follow: false, signal })) {
    texts.push(line.text);
  }
  return texts;
}

function short(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}
