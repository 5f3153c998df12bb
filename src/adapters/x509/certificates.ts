import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A private key in PKCS #8 and its certificate, both in PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** From a request: who asks is proven by its signature, and nothing else of it is taken over. */
export interface Issue {
  /** A certificate signing request in PEM. */
  readonly request: string;
  /** Names the holder, as the only alternative name. */
  readonly uri: string;
  readonly commonName: string;
  readonly days: number;
}

export interface Authority {
  /** In PEM. */
  readonly certificate: string;
  /** SHA-256 of the certificate's DER form, in lower-case hexadecimal digits. */
  readonly fingerprint: string;
  /** For a client. Undefined where the request cannot be read, or was not signed by its own key. */
  issueClient(issue: Issue): Promise<string | undefined>;
  /** A server's key and certificate for these names and addresses. */
  issueServer(names: readonly string[], addresses: readonly string[], days: number): Promise<KeyPair>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 24 * 60 * 60 * 1000;
/** Clocks of two machines differ; a certificate of this moment must hold on both. */
const skewMs = 60 * 60 * 1000;
x509.cryptoProvider.set(crypto);

/** A new authority, which signs for nobody but this instance's gateway and hosts. */
export async function createAuthority(commonName: string, days: number): Promise<KeyPair> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...frame(days),
    name: [{ CN: [commonName] }],
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: await exportKey(keys.privateKey), certificate: certificate.toString('pem') };
}

export async function openAuthority({ key, certificate }: KeyPair): Promise<Authority> {
  const own = new x509.X509Certificate(certificate);
  const signingKey = await importKey(key);
  const sign = (publicKey: x509.PublicKeyType, subject: Subject) =>
    signFor(own, signingKey, publicKey, subject);
  return {
    certificate,
    fingerprint: fingerprintOf(certificate),
    issueClient: async ({ request, uri, commonName, days }) => {
      const publicKey = await provenKey(request);
      const names: x509.JsonGeneralNames = [{ type: 'url', value: uri }];
      return (
        publicKey && sign(publicKey, { commonName, names, days, usage: x509.ExtendedKeyUsage.clientAuth })
      );
    },
    issueServer: async (names, addresses, days) => {
      const keys = await generateKeys();
      const alternatives: x509.JsonGeneralNames = [
        ...names.map((value) => ({ type: 'dns' as const, value })),
        ...addresses.map((value) => ({ type: 'ip' as const, value })),
      ];
      const subject = {
        commonName: 'gateway',
        names: alternatives,
        days,
        usage: x509.ExtendedKeyUsage.serverAuth,
      };
      return { key: await exportKey(keys.privateKey), certificate: await sign(keys.publicKey, subject) };
    },
  };
}

/** A new key, which never leaves its machine, and the request to sign for it. */
export async function createRequest(
  commonName: string,
): Promise<{ readonly key: string; readonly request: string }> {
  const keys = await generateKeys();
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [commonName] }],
    keys,
    signingAlgorithm: algorithm,
  });
  return { key: await exportKey(keys.privateKey), request: request.toString('pem') };
}

/** SHA-256 of the DER form, in lower-case hexadecimal digits. */
export function fingerprintOf(certificate: string): string {
  return createHash('sha256')
    .update(new Uint8Array(new x509.X509Certificate(certificate).rawData))
    .digest('hex');
}

interface Subject {
  readonly commonName: string;
  readonly names: x509.JsonGeneralNames;
  readonly days: number;
  readonly usage: x509.ExtendedKeyUsage;
}

async function signFor(
  issuer: x509.X509Certificate,
  signingKey: CryptoKey,
  publicKey: x509.PublicKeyType,
  { commonName, names, days, usage }: Subject,
): Promise<string> {
  const certificate = await x509.X509CertificateGenerator.create({
    ...frame(days),
    subject: [{ CN: [commonName] }],
    issuer: issuer.subjectName,
    publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([usage], true),
      new x509.SubjectAlternativeNameExtension(names),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return certificate.toString('pem');
}

/** The key of the request, if whoever made the request has its other half. Only keys of the one kind that is used here. */
async function provenKey(request: string): Promise<CryptoKey | undefined> {
  try {
    const parsed = new x509.Pkcs10CertificateRequest(request);
    return (await parsed.verify()) ? await parsed.publicKey.export(algorithm, ['verify']) : undefined;
  } catch {
    // Whatever came is not a request of that kind; the library has an error for each way in which it is not.
    return undefined;
  }
}

function frame(days: number) {
  const now = Date.now();
  // A serial number is positive: its first bit is not set.
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return {
    serialNumber: serial.toString('hex'),
    notBefore: new Date(now - skewMs),
    notAfter: new Date(now + days * dayMs),
    signingAlgorithm: algorithm,
  };
}

function generateKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

async function exportKey(key: CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function importKey(pem: string): Promise<CryptoKey> {
  const [der] = x509.PemConverter.decode(pem);
  if (der === undefined) throw new TypeError('The authority’s key is not in PEM.');
  return crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}
