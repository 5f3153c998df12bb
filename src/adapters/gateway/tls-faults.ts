const another = 'it is not the control plane that this host has joined, or its authority is another now';
const clocks = 'set the clocks of both machines';

const sentences: Readonly<Record<string, string>> = {
  CERT_NOT_YET_VALID: `its certificate is not valid yet by this machine’s clock; ${clocks}`,
  CERT_HAS_EXPIRED: `its certificate has expired by this machine’s clock; ${clocks}`,
  SELF_SIGNED_CERT_IN_CHAIN: another,
  DEPTH_ZERO_SELF_SIGNED_CERT: another,
  UNABLE_TO_GET_ISSUER_CERT: another,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: another,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: another,
  CERT_SIGNATURE_FAILURE: another,
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is no gateway',
};

/** Why whoever answers is not spoken to; nothing where it is not a matter of certificates. */
export function tlsFault(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = sentences[code];
  if (known !== undefined) return known;
  // OpenSSL's own: no TLS at all, no version in common, an alert of the other end.
  return /^(ERR_SSL_|EPROTO$)/.test(code) ? `it does not speak as a gateway does (${code})` : undefined;
}
