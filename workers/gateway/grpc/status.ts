/** Of gRPC's status codes those that the gateway itself answers with. */
const codes = {
  'invalid-argument': 3,
  'deadline-exceeded': 4,
  'not-found': 5,
  'permission-denied': 7,
  'resource-exhausted': 8,
  unavailable: 14,
  unauthenticated: 16,
} as const;

export type Status = keyof typeof codes;

/** A call that is answered by the gateway and not by Temporal. */
export class GrpcRefusal extends Error {
  override readonly name = 'GrpcRefusal';
  readonly status: Status;

  constructor(status: Status, message: string) {
    super(message);
    this.status = status;
  }
}

export function refusal(status: Status, message: string): GrpcRefusal {
  return new GrpcRefusal(status, message);
}

/** As trailers, which an answer without a message sends in its head. */
export function trailersOf({ status, message }: GrpcRefusal): Record<string, string> {
  return { 'grpc-status': String(codes[status]), 'grpc-message': encodeURIComponent(message) };
}
