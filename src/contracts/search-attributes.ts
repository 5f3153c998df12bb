/** Custom search attributes of every operation; never a secret, for they are stored in the clear. */
export const searchAttributes = {
  service: 'ServiceId',
  operation: 'Operation',
  host: 'HostId',
  requestedBy: 'RequestedBy',
  correlation: 'CorrelationId',
  parent: 'ParentTask',
} as const;
