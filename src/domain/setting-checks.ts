/** Folders that belong to the operating system, with all that is below them. */
const systemFolders = [
  ...['/bin', '/boot', '/dev', '/etc', '/lib', '/lib32', '/lib64', '/proc', '/sbin', '/sys', '/usr'],
  ...['/var/run', '/var/lib/docker', '/var/lib/containerd', '/var/lib/dpkg', '/var/lib/apt'],
];
/** Folders in which others keep theirs: one of our own below them is fine. */
const sharedFolders = ['/home', '/root', '/run', '/var', '/var/lib', '/var/lib/showrunner'];

/** Each setting's check gives the reason why a value is refused. */
export function absolutePath(value: string | number): string | undefined {
  const text = String(value);
  const parts = text.split('/').slice(1);
  // Removals are checked by comparing the beginnings of paths, so each path has one way to be written, and looks like what it is.
  const sound =
    text.startsWith('/') &&
    parts.every((part) => /^[^\p{Cc}\p{Cf}:]+$/u.test(part) && part !== '.' && part !== '..');
  if (!sound) return 'must be an absolute path without empty parts, .., ., : and invisible characters';
  const inSystem = systemFolders.some((folder) => `${text}/`.startsWith(`${folder}/`));
  return inSystem || sharedFolders.includes(text)
    ? 'must be a folder of its own, not one of the system'
    : undefined;
}

export function userNumber(value: string | number): string | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 && number < 2 ** 31
    ? undefined
    : 'must be a whole number above 0 (never root)';
}

export function timezone(value: string | number): string | undefined {
  return /^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+){0,2}$/.test(String(value))
    ? undefined
    : 'must be a name such as Europe/Vienna';
}

export function ipv4Range(value: string | number): string | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(String(value));
  const sound =
    match?.slice(1, 5).every((octet) => Number(octet) <= 255) === true &&
    between(8, 24)(match[5] ?? '') === undefined;
  return sound ? undefined : 'must be an IPv4 range such as 10.208.0.0/12, between /8 and /24';
}

export function ipv4Address(value: string | number): string | undefined {
  const octets = String(value).split('.');
  const sound =
    octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
  return sound ? undefined : 'must be an IPv4 address';
}

/** Credentials in an address would end up wherever the settings are shown; a fragment is never sent. */
export function sinkUrl(value: string | number): string | undefined {
  const text = String(value);
  if (text === '') return undefined;
  const url = text.length <= 2048 && /^[\x21-\x7e]+$/.test(text) ? URL.parse(text) : null;
  const sound =
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    !text.includes('#');
  return sound ? undefined : 'must be an http:// or https:// address without a user, a password and #';
}

export function between(low: number, high: number): (value: string | number) => string | undefined {
  return (value) => {
    const number = Number(value);
    return Number.isInteger(number) && number >= low && number <= high
      ? undefined
      : `must be a whole number from ${low} to ${high}`;
  };
}

export function matches(pattern: RegExp, reason: string): (value: string | number) => string | undefined {
  return (value) => (pattern.test(String(value)) ? undefined : reason);
}
