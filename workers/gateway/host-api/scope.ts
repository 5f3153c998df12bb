import { createHash } from 'node:crypto';
import { parseTaskId, serviceWorkflowId } from '#contracts/ids.ts';
import { DomainError } from '#domain/errors.ts';
import { type HostId, isSlug, type ServiceId, serviceId } from '#domain/ids.ts';
import { linkRecordsOwner } from '#domain/link.ts';
import { type SecretPath, secretPath } from '#domain/secret.ts';
import type { Service } from '#domain/service.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { HostEvent } from '#schemas/gateway.ts';
import { isOfHostStep } from './event-id.ts';

type Services = Pick<ServiceStore, 'get' | 'edges' | 'list'>;

/** What a host may reach: its own services, and of secrets those of services that its own are linked to. Error: `forbidden`. */
export interface Scope {
  /** The service is on this host. */
  own(service: ServiceId): Promise<void>;
  /** The event is of a step, of the run that has the row of a service on this host. */
  event(event: HostEvent): Promise<void>;
  /** The owner as the store knows it, if its secrets may be read here. */
  readable(owner: string): Promise<string>;
  /** The path as the store knows it, if it may be read here. */
  readablePath(path: SecretPath): Promise<SecretPath>;
  /** The path as the store knows it, if it may be written here. */
  writable(path: SecretPath): Promise<SecretPath>;
}

/** For one request: what it has looked up once, it does not look up again. */
export function createScope(services: Services, host: HostId): Scope {
  const found = new Map<string, Promise<Service | undefined>>();
  const find = (id: string): Promise<Service | undefined> => {
    const finding = found.get(id) ?? (isSlug(id) ? services.get(serviceId(id)) : Promise.resolve(undefined));
    found.set(id, finding);
    return finding;
  };
  const isOwn = async (id: string) => (await find(id))?.host === host;
  const own = async (id: string) => {
    if (!(await isOwn(id))) throw forbidden(`${id} is not on host ${host}.`);
  };
  const readable = async (owner: string): Promise<string> => {
    if (owner === linkRecordsOwner) return recordsOf(host);
    if ((await isOwn(owner)) || (await isRequiredHere(services, owner, host))) return owner;
    throw forbidden(`No service on host ${host} is linked to ${owner}.`);
  };
  return {
    own,
    event: async (event) => {
      await own(event.service);
      const { workflowId, runId } = parseTaskId(event.task);
      const run = (await find(event.service))?.run;
      const isAtWork = run?.workflowId === workflowId && run.runId === runId;
      if (isAtWork && workflowId === serviceWorkflowId(event.service) && isOfHostStep(event, runId)) return;
      throw forbidden(`The event is not of a step of the run that is at work on ${event.service}.`);
    },
    readable,
    readablePath: async (path) => {
      const { owner, name } = partsOf(path);
      return secretPath(await readable(owner), name);
    },
    writable: async (path) => {
      const { owner, name } = partsOf(path);
      if (owner === linkRecordsOwner) return secretPath(recordsOf(host), name);
      await own(owner);
      return path;
    },
  };
}

/**
 * Links are made from their consumer's host alone, so each host has records of its own, which no other reaches: a record is what
 * tells a person's change from ours.
 */
export function recordsOf(host: HostId): string {
  const digest = createHash('sha256').update(host).digest('hex').slice(0, 16);
  return `${linkRecordsOwner}-${digest}`;
}

/** Edges point from consumer to provider; what a provider's consumers keep secret is no business of its host. */
async function isRequiredHere(services: Services, owner: string, host: HostId): Promise<boolean> {
  if (!isSlug(owner)) return false;
  const provider = serviceId(owner);
  const consumers = (await services.edges(provider)).filter((edge) => edge.provider === provider);
  if (consumers.length === 0) return false;
  const here = new Set((await services.list({ host })).map(({ id }) => id));
  return consumers.some(({ consumer }) => here.has(consumer));
}

function partsOf(path: SecretPath): { readonly owner: string; readonly name: string } {
  const at = path.indexOf('/');
  return { owner: path.slice(0, at), name: path.slice(at + 1) };
}

function forbidden(detail: string): DomainError {
  return new DomainError('forbidden', detail);
}
