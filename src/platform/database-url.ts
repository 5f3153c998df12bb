export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** True where the connection must be encrypted and the server's certificate checked. */
  readonly tls: boolean;
}

export type ParsedDatabaseUrl =
  | { readonly ok: true; readonly address: DatabaseAddress }
  | { readonly ok: false; readonly reason: string };

/** Reads `postgres://user:password@host:port/database[?sslmode=disable|require]`. A reason never repeats the URL: it holds a password. */
export function parseDatabaseUrl(text: string): ParsedDatabaseUrl {
  const url = URL.parse(text);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) return fault('must be a postgres:// URL');
  const database = url.pathname.slice(1);
  if (url.hostname === '' || url.username === '' || database === '') {
    return fault('must name a host, a user and a database');
  }
  const options = [...url.searchParams.keys()].filter((name) => name !== 'sslmode');
  if (options.length > 0) return fault('may have no option but sslmode');
  const sslmode = url.searchParams.get('sslmode') ?? 'disable';
  if (sslmode !== 'disable' && sslmode !== 'require')
    return fault('must have sslmode=disable or sslmode=require');
  try {
    return { ok: true, address: toAddress(url, database, sslmode === 'require') };
  } catch {
    return fault('has a part that is not percent-encoded correctly');
  }
}

function toAddress(url: URL, database: string, tls: boolean): DatabaseAddress {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 5432 : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(database),
    tls,
  };
}

function fault(reason: string): ParsedDatabaseUrl {
  return { ok: false, reason };
}
