import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  TypedSearchAttributes,
} from '@temporalio/common';
import type { Operation, Origin } from '#contracts/operations.ts';
import { searchAttributes } from '#contracts/search-attributes.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';

export const attributeKeys = {
  service: defineSearchAttributeKey(searchAttributes.service, 'KEYWORD'),
  operation: defineSearchAttributeKey(searchAttributes.operation, 'KEYWORD'),
  host: defineSearchAttributeKey(searchAttributes.host, 'KEYWORD'),
  requestedBy: defineSearchAttributeKey(searchAttributes.requestedBy, 'KEYWORD'),
  correlation: defineSearchAttributeKey(searchAttributes.correlation, 'KEYWORD'),
  parent: defineSearchAttributeKey(searchAttributes.parent, 'KEYWORD'),
};

export interface AttributeValues {
  readonly operation: Operation;
  readonly service?: ServiceId;
  readonly host?: HostId;
  readonly origin: Origin;
}

/** What lists of tasks are filtered by. Stored in the clear: never a secret. */
export function attributesOf({ operation, service, host, origin }: AttributeValues): TypedSearchAttributes {
  const pairs: SearchAttributePair[] = [
    { key: attributeKeys.operation, value: operation },
    { key: attributeKeys.requestedBy, value: origin.requestedBy },
    { key: attributeKeys.correlation, value: origin.correlationId },
  ];
  if (service !== undefined) pairs.push({ key: attributeKeys.service, value: service });
  if (host !== undefined) pairs.push({ key: attributeKeys.host, value: host });
  if (origin.parent !== undefined) pairs.push({ key: attributeKeys.parent, value: origin.parent });
  return new TypedSearchAttributes(pairs);
}
