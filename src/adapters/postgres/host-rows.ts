import type { Selectable } from 'kysely';
import type { Host } from '#domain/host.ts';
import type { HostTable } from './tables.ts';

export function toHost(row: Selectable<HostTable>): Host {
  const { id, kind, address, labels, scheduling } = row;
  const { memory_bytes: memoryBytes, processors, fingerprint, certificate_expires: expires } = row;
  const { reachable, reach_since: reachSince, reach_cause: cause } = row;
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
    ...(reachable === null || reachSince === null || cause === null
      ? {}
      : { reach: { reachable, since: reachSince.toISOString(), cause } }),
  };
}
