import type { ServiceId } from '#domain/ids.ts';

/** A service's login, as `showrunner credentials` shows it. */
export interface Credentials {
  readonly user?: string;
  readonly password?: string;
  readonly apiKey?: string;
}

/** Public key (JWK) of whoever is to read the answer. */
export interface RecipientKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** Seals for one reader. Error: `invalid-input` for a key that is none. */
export interface RecipientSealer {
  /** Compact JWE (ECDH-ES, A256GCM). */
  seal(value: string, recipient: RecipientKey): Promise<string>;
}

/** Has a worker read a service's login and seal it for one reader: the API passes on what it cannot open. */
export interface CredentialReader {
  /** Compact JWE of `Credentials` as JSON. Errors: `not-found`, `temporal-unreachable`. */
  read(service: ServiceId, recipient: RecipientKey): Promise<string>;
}
