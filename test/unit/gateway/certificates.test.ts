import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureAuthority } from '#adapters/x509/authority.ts';
import { createAuthority, createRequest, fingerprintOf, openAuthority } from '#adapters/x509/certificates.ts';

const uri = 'showrunner://0123456789ab/host/nas';
const issue = { uri, commonName: 'nas', days: 90 };

describe('certificates', () => {
  it('of a host are for clients alone, name it, and are signed by the authority', async () => {
    const authority = await openAuthority(await createAuthority('test', 30));
    const { request, key } = await createRequest('whatever it says of itself');
    const certificate = new X509Certificate((await authority.issueClient({ ...issue, request })) ?? '');
    expect(certificate.subjectAltName).toBe(`URI:${uri}`);
    expect(certificate.subject).toBe('CN=nas');
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.ca).toBe(false);
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    const days = (certificate.validToDate.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(90, 1);
  });

  it('of the gateway are for servers alone', async () => {
    const authority = await openAuthority(await createAuthority('test', 30));
    const made = await authority.issueServer(['gateway.showrunner'], ['10.0.0.1'], 90);
    const certificate = new X509Certificate(made.certificate);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(certificate.checkHost('gateway.showrunner')).toBe('gateway.showrunner');
    expect(certificate.checkIP('10.0.0.1')).toBe('10.0.0.1');
  });

  it('are not made from a request that its own key did not sign, or that is none', async () => {
    const authority = await openAuthority(await createAuthority('test', 30));
    const { request } = await createRequest('nas');
    const body = Buffer.from(request.replace(/-----[A-Z ]+-----/g, ''), 'base64');
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${body.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
    for (const bad of [
      forged,
      '',
      'nonsense',
      '-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----',
    ]) {
      expect(await authority.issueClient({ ...issue, request: bad })).toBeUndefined();
    }
  });
});

describe('the authority’s file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'showrunner-authority-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, by one of several at the same time, and is closed to others', async () => {
    const [one, other] = await Promise.all([ensureAuthority(folder, 'a'), ensureAuthority(folder, 'a')]);
    expect(one.fingerprint).toBe(other.fingerprint);
    expect((await ensureAuthority(folder, 'a')).fingerprint).toBe(one.fingerprint);
    expect(one.fingerprint).toBe(fingerprintOf(one.certificate));
    expect((await stat(join(folder, 'authority.json'))).mode & 0o777).toBe(0o600);
  });

  it('is never made anew in the place of a damaged one', async () => {
    await writeFile(join(folder, 'authority.json'), '{"key":');
    await expect(ensureAuthority(folder, 'a')).rejects.toMatchObject({ code: 'home-unusable' });
    expect(await readFile(join(folder, 'authority.json'), 'utf8')).toBe('{"key":');
  });
});
