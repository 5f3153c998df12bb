import type { SecretEncoding } from '#domain/secret.ts';
import type { Issue } from './issue.ts';
import type { ServiceFile } from './service-file.ts';
import type { SeededTexts } from './to-definition.ts';

/**
 * Every `${…}` in a text that Showrunner fills in must be well formed and name something that exists. A secret may stand only
 * where its value stays out of argv and labels: in an environment value or a seeded file.
 */
export function checkVariables(file: ServiceFile, texts: SeededTexts): readonly Issue[] {
  const names = namesOf(file);
  const components = Object.entries(file.services).flatMap(([name, component]) => [
    ...lists(['services', name, 'command'], component.command),
    ...lists(['services', name, 'entrypoint'], component.entrypoint),
    ...Object.entries(component.environment).map(([key, value]) =>
      place(['services', name, 'environment', key], String(value), 'environment'),
    ),
  ]);
  const seeded = file['x-showrunner'].files.map(({ from }, at) =>
    place(['x-showrunner', 'files', at, 'from'], texts.get(from) ?? '', 'file'),
  );
  return [...components, ...seeded].flatMap((text) => faultsOf(text, names));
}

type Use = 'argument' | 'environment' | 'file';

interface Place {
  readonly path: readonly PropertyKey[];
  readonly text: string;
  readonly use: Use;
}

interface Names {
  readonly plain: ReadonlySet<string>;
  readonly secret: ReadonlySet<string>;
}

const builtIn = ['PUID', 'PGID', 'TZ', 'UMASK', 'SERVICE', 'NETWORK_POOL'] as const;
const encodings = ['plain', 'qbittorrent-pbkdf2'] as const satisfies readonly SecretEncoding[];

function namesOf(file: ServiceFile): Names {
  const { settings, secrets } = file['x-showrunner'];
  const settingNames = (secret: boolean): readonly string[] =>
    Object.entries(settings)
      .filter(([, setting]) => setting.secret === secret)
      .map(([name]) => `SETTING_${variableName(name)}`);
  const generated = Object.keys(secrets).map((name) => `SECRET_${variableName(name)}`);
  return {
    plain: new Set([...builtIn, ...settingNames(false)]),
    secret: new Set([...settingNames(true), ...generated]),
  };
}

/** `wireguard-private-key` → `WIREGUARD_PRIVATE_KEY` */
function variableName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

function lists(path: readonly PropertyKey[], values: readonly string[] = []): readonly Place[] {
  return values.map((text, at) => place([...path, at], text, 'argument'));
}

function place(path: readonly PropertyKey[], text: string, use: Use): Place {
  return { path, text, use };
}

/** Whatever begins like a variable, sound or not; `$$` stands for a dollar sign. */
const candidate = /\$\$|\$\{[^}]*\}?|\$/g;
const sound = /^\$\{([A-Z][A-Z0-9_]*)(?:\|([a-z0-9-]+))?(?::-([^}]*))?\}$/;

function faultsOf({ path, text, use }: Place, names: Names): readonly Issue[] {
  return [...text.matchAll(candidate)].flatMap(([found]) => {
    // Files have a dollar sign as it is; Compose would read it as a variable elsewhere.
    if (found === '$$' || (found === '$' && use === 'file')) return [];
    const reason = reasonAgainst(found, use, names);
    return reason === undefined ? [] : [{ path, reason: `${found.slice(0, 80)} ${reason}` }];
  });
}

function reasonAgainst(found: string, use: Use, names: Names): string | undefined {
  const [, name, encoding] = sound.exec(found) ?? [];
  if (name === undefined) return `is not a variable; write \${NAME}, or $$ for a dollar sign`;
  if (names.plain.has(name)) return encoding === undefined ? undefined : 'is no secret and takes no encoding';
  if (!names.secret.has(name))
    return `does not exist; there are ${[...names.plain, ...names.secret].join(', ')}`;
  if (use === 'argument') return 'is a secret and may stand only in environment values and seeded files';
  if (encoding === undefined) return undefined;
  if (use !== 'file') return 'has an encoding, which Compose accepts only in seeded files';
  return encodings.some((known) => known === encoding)
    ? undefined
    : `has no known encoding; there are ${encodings.join(', ')}`;
}
