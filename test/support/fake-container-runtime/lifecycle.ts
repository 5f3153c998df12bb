import { DomainError } from '#domain/errors.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import type { FakeContainer } from './things.ts';
import { isOurs, ownContainer, requireOurs, type View } from './view.ts';

type Lifecycle = 'startContainer' | 'setRestart' | 'stopContainer' | 'removeContainer' | 'exec';

export function lifecycle(view: View): Pick<ContainerRuntime, Lifecycle> {
  const { engine } = view;
  const { script } = engine;
  return {
    async startContainer(container) {
      await script.enter('startContainer', container);
      const found = ownContainer(view, container);
      if (found.state === 'paused') {
        found.state = 'running';
        engine.announce(found, { type: 'unpause' });
        return { outcome: 'done', detail: `let ${container} go on` };
      }
      if (runs(found)) return { outcome: 'adopted', detail: `${container} runs` };
      start(view, found);
      return { outcome: 'done', detail: `started ${container}` };
    },
    async setRestart(container, always) {
      await script.enter('setRestart', container);
      const found = ownContainer(view, container);
      const outcome = found.always === always ? 'adopted' : 'done';
      found.always = always;
      return { outcome, detail: `restart policy of ${container} is ${always ? 'always' : 'no'}` };
    },
    async stopContainer(container) {
      await script.enter('stopContainer', container);
      const found = engine.byId(container);
      if (found === undefined) return { outcome: 'absent' };
      requireOurs(view, 'container', container, found.labels);
      return { outcome: end(view, found) };
    },
    async removeContainer(container, onlyTask) {
      await script.enter('removeContainer', container);
      const found = engine.byId(container);
      if (found === undefined) return { outcome: 'absent' };
      if (!isOurs(view, found.labels, onlyTask)) return { outcome: 'not-ours' };
      end(view, found);
      engine.containers.delete(found.name);
      engine.announce(found, { type: 'destroy' });
      return { outcome: 'removed' };
    },
    async exec(container, command, timeoutSeconds) {
      await script.enter('exec', container);
      const found = ownContainer(view, container);
      if (found.state !== 'running')
        throw new DomainError('container-exited', `"${container}" does not run.`);
      const answer = engine.programs.get(found.name)?.exec?.(command);
      if (answer === undefined) throw new Error(`Unplanned: ${JSON.stringify(command)} in ${container}.`);
      if (answer !== 'never') return answer;
      throw new DomainError('app-unreachable', `A command did not end within ${timeoutSeconds} s.`);
    },
  };
}

/** Stops what runs, the way its program takes it. */
export function end({ engine }: View, container: FakeContainer): 'stopped' | 'killed' | 'already-stopped' {
  if (!runs(container)) return 'already-stopped';
  const { deaf = false, stopCode = 0 } = engine.programs.get(container.name) ?? {};
  engine.announce(container, { type: 'kill', signal: 15 });
  engine.end(container, deaf ? 137 : stopCode);
  engine.announce(container, { type: 'stop' });
  return deaf ? 'killed' : 'stopped';
}

function runs({ state }: FakeContainer): boolean {
  return state === 'running' || state === 'paused';
}

function start(view: View, container: FakeContainer): void {
  const { engine } = view;
  const program = engine.programs.get(container.name) ?? {};
  requireGateway(view, container);
  requirePorts(view, container);
  container.state = 'running';
  container.startedAt = engine.now();
  delete container.exitCode;
  delete container.error;
  if (program.health !== undefined) container.health = program.health;
  engine.announce(container, { type: 'start' });
  for (const { stream, text } of program.writes ?? []) engine.write(container.name, stream, text);
  if (program.exits !== undefined) engine.end(container, program.exits);
}

function requireGateway({ engine }: View, { name, namespaceOf }: FakeContainer): void {
  if (namespaceOf === undefined || engine.byId(namespaceOf)?.state === 'running') return;
  throw new DomainError('container-invalid', `"${name}" was not started: its gateway does not run.`);
}

function requirePorts({ engine }: View, container: FakeContainer): void {
  const running = [...engine.containers.values()].filter(({ state }) => state === 'running');
  const taken = new Set([
    ...engine.occupiedPorts,
    ...running.flatMap(({ ports }) => ports.map(({ host }) => host)),
  ]);
  const port = container.ports.find(({ host }) => taken.has(host))?.host;
  if (port === undefined) return;
  container.exitCode = 128;
  throw new DomainError('port-taken', `"${container.name}" was not started: host port ${port} is in use.`, {
    data: { port },
  });
}
