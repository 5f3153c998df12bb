/** One precondition: whether it holds, what was found, and what to do where it does not. */
export interface Check {
  readonly name: string;
  /** `warning` lets Showrunner run, with something missing or doubtful. */
  readonly state: 'ok' | 'missing' | 'warning';
  readonly found?: string;
  readonly remedy?: string;
}

export function ok(name: string, found: string): Check {
  return { name, state: 'ok', found };
}

export function missing(name: string, remedy: string, found?: string): Check {
  return { name, state: 'missing', remedy, ...(found === undefined ? {} : { found }) };
}

export function warning(name: string, remedy: string, found?: string): Check {
  return { name, state: 'warning', remedy, ...(found === undefined ? {} : { found }) };
}
