import type { Selectable } from 'kysely';
import type { Host } from '#domain/host.ts';
import type { HostTable } from './tables.ts';

export function toHost(row: Selectable<HostTable>): Host {
  const { id, kind, address, labels, scheduling } = row;
  const { memory_bytes: memoryBytes, processors, fingerprint, certificate_expires: expires } = row;
  return {
    id,
    kind,
    address,
    labels,
    scheduling,
    since: row.since.toISOString(),
    ...(memoryBytes === null || processors === null ? {} : { capacity: { memoryBytes, processors } }),
    ...(fingerprint === null || expires === null
      ? {}
      : { certificate: { fingerprint, expires: expires.toISOString() } }),
  };
}
