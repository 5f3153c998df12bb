/** A call to another program, as a test makes it: bounded, redirects shown and not followed. */
export async function call(url: string, init: RequestInit = {}): Promise<Response> {
  return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
}

/** `fetch failed` says nothing; the reason is beneath it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

export function addressOf(values: Readonly<Record<string, unknown>>): string {
  const scheme = values.useSsl === true ? 'https' : 'http';
  const base = String(values.urlBase ?? '').replace(/^\/+|\/+$/g, '');
  return `${scheme}://${String(values.host)}:${String(values.port)}${base === '' ? '' : `/${base}`}`;
}
