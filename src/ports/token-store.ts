/** API tokens, kept as SHA-256 hashes. */
export interface TokenStore {
  /** Adds the token unless its hash is there. */
  ensure(token: {
    readonly hash: string;
    readonly name: string;
    readonly scopes: readonly string[];
    readonly expiresAt?: string;
  }): Promise<void>;
  /** The principal of a token that is valid now. */
  find(hash: string): Promise<Principal | undefined>;
}

export interface Principal {
  readonly name: string;
  readonly scopes: readonly string[];
}
