import { DomainError } from '#domain/errors.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';

export function hostMissing(id: HostId): DomainError {
  return new DomainError('not-found', `There is no host "${id}".`);
}

export function hostThere(id: HostId): DomainError {
  return new DomainError('name-taken', `There is a host "${id}" already.`, { data: { host: id } });
}

/** To who invites what has joined already. */
export function hostJoined(id: HostId): DomainError {
  const detail = `There is a host "${id}" already. One that has lost its way in is invited again: "showrunner hosts invite ${id} --again".`;
  return new DomainError('name-taken', detail, { data: { host: id } });
}

export function hostIsLocal(id: HostId): DomainError {
  return new DomainError('host-local', `${id} is the control plane’s own host.`, { data: { host: id } });
}

export function hostUsed(id: HostId, services: readonly ServiceId[]): DomainError {
  const detail = `On ${id} there are services: ${services.join(', ')}.`;
  return new DomainError('host-in-use', detail, { data: { host: id, services } });
}

/** One answer for a token that is unknown, spent or expired: which of them it is helps only who guesses. */
export function tokenRefused(): DomainError {
  return new DomainError('join-refused', 'The invitation is unknown, spent or expired.');
}

export function certificateRefused(id: HostId): DomainError {
  return new DomainError('join-refused', `The certificate to be renewed is not the one in force for ${id}.`, {
    data: { host: id },
  });
}
