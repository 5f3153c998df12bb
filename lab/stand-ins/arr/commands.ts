import { json, type Reply, type Request, type Route } from '../shared/http.ts';
import { objectOf, textOf } from '../shared/json.ts';
import type { ArrContext } from './context.ts';
import { notFound } from './failures.ts';

interface Command {
  readonly id: number;
  readonly name: string;
  readonly queuedAt: number;
}

/** How long a command waits and works: long enough that a client sees all three states. */
const waitMs = 50;
const workMs = 150;
/** Those that read a whole library take their time in the real programs as well. */
const libraryWorkMs = 30_000;
const kept = 50;

/** Commands live in memory only; the programs, too, forget what was queued when they restart. */
export function commandRoutes(context: ArrContext): Route<'key'>[] {
  const path = `${context.app.api}/command`;
  const commands: Command[] = [];
  let nextId = 1;

  const queue = (request: Request): Reply => {
    const wanted = textOf(objectOf(request.body).name);
    const name = context.app.commands.find((known) => known.toLowerCase() === wanted.toLowerCase());
    if (name === undefined) return json({ message: `Unknown command '${wanted}'` }, 400);
    if (name === 'ResetApiKey') context.settings.resetApiKey();
    const command = { id: nextId, name, queuedAt: Date.now() };
    nextId += 1;
    commands.push(command);
    if (commands.length > kept) commands.shift();
    return json(resourceOf(command, request.headers['user-agent']), 201);
  };

  const one = (request: Request): Reply => {
    const command = commands.find((known) => known.id === Number(request.params.id));
    return command === undefined ? notFound : json(resourceOf(command));
  };

  return [
    {
      method: 'GET',
      path,
      access: 'key',
      handle: () => json(commands.map((command) => resourceOf(command))),
    },
    { method: 'POST', path, access: 'key', handle: queue },
    { method: 'GET', path: `${path}/{id}`, access: 'key', handle: one },
  ];
}

/** The state follows from the time alone, so nothing has to run in the background. */
function resourceOf(command: Command, clientUserAgent = '') {
  const age = Date.now() - command.queuedAt;
  const takes = /^(Rescan|Refresh)(Series|Movie)$/.test(command.name) ? libraryWorkMs : workMs;
  const endMs = waitMs + takes;
  const status = age < waitMs ? 'queued' : age < endMs ? 'started' : 'completed';
  const at = (ms: number) => new Date(command.queuedAt + ms).toISOString();
  return {
    id: command.id,
    name: command.name,
    commandName: command.name.replace(/([a-z])([A-Z])/g, '$1 $2'),
    ...(status === 'completed' ? { message: 'Completed' } : {}),
    body: {
      sendUpdatesToClient: true,
      name: command.name,
      trigger: 'manual',
      suppressMessages: false,
      clientUserAgent,
    },
    priority: 'normal',
    status,
    queued: at(0),
    ...(status === 'queued' ? {} : { started: at(waitMs) }),
    ...(status === 'completed' ? { ended: at(endMs), duration: durationOf(takes) } : {}),
    trigger: 'manual',
    clientUserAgent,
    stateChangeTime: at(status === 'queued' ? 0 : status === 'started' ? waitMs : endMs),
    sendUpdatesToClient: true,
    updateScheduledTask: true,
  };
}

/** As .NET writes a time span below a minute. */
function durationOf(ms: number): string {
  return `00:00:${(ms / 1000).toFixed(7).padStart(10, '0')}`;
}
