/** Milliseconds that each process needed, by the supervisor's log of the start that began at this time. */
export function startParts(log: string, began: number): Readonly<Record<string, number>> {
  const parts: Record<string, number> = {};
  for (const line of log.split('\n')) {
    const [, time = '', message = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    const at = Date.parse(time);
    if (!(at >= began)) continue;
    const [, name, milliseconds] = /^(\S+) is (?:ready|done) after (\d+) ms$/.exec(message) ?? [];
    if (name !== undefined) parts[name] = Number(milliseconds);
    if (message === 'ready') parts['command to supervisor ready'] = at - began;
  }
  return parts;
}
