import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  TypedSearchAttributes,
} from '@temporalio/common';
import type { Operation, Origin } from '#contracts/operations.ts';
import { searchAttributes } from '#contracts/search-attributes.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';

export interface OperationAttributes {
  readonly operation: Operation;
  readonly service?: ServiceId;
  readonly host?: HostId;
  readonly origin: Origin;
}

/** What lists of tasks are filtered by. Stored in the clear: never a secret. */
export function operationAttributes({
  operation,
  service,
  host,
  origin,
}: OperationAttributes): TypedSearchAttributes {
  const values: readonly (readonly [string, string | undefined])[] = [
    [searchAttributes.operation, operation],
    [searchAttributes.service, service],
    [searchAttributes.host, host],
    [searchAttributes.requestedBy, origin.requestedBy],
    [searchAttributes.correlation, origin.correlationId],
    [searchAttributes.parent, origin.parent],
  ];
  const pairs = values.flatMap(([name, value]): readonly SearchAttributePair[] =>
    value === undefined ? [] : [{ key: defineSearchAttributeKey(name, 'KEYWORD'), value }],
  );
  return new TypedSearchAttributes([...pairs]);
}
