/** Seals a value that a person entered, at once, for the workers alone (design §2.1). The API holds only this. */
export interface ValueSealer {
  /** Compact JWE (ECDH-ES, A256GCM) to the workers' public key. */
  seal(value: string): Promise<string>;
}

/** Opens what was sealed; only workers hold it. Error: `secret-unreadable`. */
export interface ValueOpener {
  open(sealed: string): Promise<string>;
}
