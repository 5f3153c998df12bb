/** By what hosts that join know the control plane, as its gateway said when it began. Public data. */
export interface GatewayIdentity {
  /** Nothing where no gateway has been started on this home. */
  read(): Promise<GatewayFacts | undefined>;
}

export interface GatewayFacts {
  /** SHA-256 of its authority's certificate in DER form, in lower-case hexadecimal digits. */
  readonly fingerprint: string;
  /** Where it listens, such as `10.0.0.5:8485`. */
  readonly address: string;
}
