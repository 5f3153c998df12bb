import type { ServiceId } from '#domain/ids.ts';
import type { LinkArguments, LinkEnd, LinkKind, LinkOutcome } from '#domain/link.ts';
import type { AppAddresses } from '#ports/link-applier.ts';
import type { HostSecrets } from '#ports/secret-store.ts';
import type { AppCalls } from './http.ts';
import type { LinkRecords } from './record.ts';

/** What every kind of link works with. */
export interface LinkTools {
  readonly addresses: AppAddresses;
  /** The service on this worker's own host: the consumer. */
  readonly here: ServiceId;
  readonly secrets: HostSecrets;
  readonly records: LinkRecords;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** The task on whose behalf this is done, where the caller named one. */
  readonly task: string | undefined;
  /** What the secret store notes beside a value that is written. */
  readonly origin: string;
}

/** One link, ready to be worked on: the three things that the port offers. */
export interface OpenLink {
  apply(): Promise<LinkOutcome>;
  remove(): Promise<LinkOutcome>;
  verify(): Promise<LinkVerdict>;
}

export interface LinkVerdict {
  readonly ok: boolean;
  readonly detail: string;
}

type LinkShapes = {
  readonly [Kind in LinkKind]: {
    readonly kind: Kind;
    readonly consumer: LinkEnd;
    readonly provider: LinkEnd;
    readonly arguments: LinkArguments[Kind];
  };
};

/** The spec of one kind. Written as a distributive type so that a table by kind can be called with a spec of any kind. */
export type LinkOf<Kind extends LinkKind> = { [One in Kind]: LinkShapes[One] }[Kind];

export type LinkOpeners = {
  readonly [Kind in LinkKind]: (link: LinkOf<Kind>, tools: LinkTools) => OpenLink;
};

/** Calls to one end's API. */
export async function callsTo(tools: LinkTools, end: LinkEnd, title: string): Promise<AppCalls> {
  const base = await baseOf(tools, end);
  return { title, base, signal: tools.signal, timeoutMs: tools.timeoutMs };
}

/** Where the other program reaches the end: by its name in a shared network, or at its host's address. */
export function toldAddress({ at, hostname, port }: LinkEnd): {
  readonly host: string;
  readonly port: number;
} {
  return at === undefined ? { host: hostname, port } : { host: at.address, port: at.port };
}

/** A container of this host is reached directly, whatever others are told. */
async function baseOf({ addresses, here }: LinkTools, end: LinkEnd): Promise<string> {
  if (end.at === undefined || end.service === here) return addresses.baseUrl(end.container, end.port);
  return `http://${end.at.address}:${end.at.port}`;
}
