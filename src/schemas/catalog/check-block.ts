import { isMounted } from './check-parts.ts';
import { type ComponentFile, portOf } from './component.ts';
import type { Issue } from './issue.ts';
import type { LinkFile } from './link.ts';
import type { ServiceFile } from './service-file.ts';
import { toHeader } from './to-busy.ts';
import type { SeededTexts } from './to-definition.ts';

/** What the `x-showrunner` block names must exist among the components, secrets and requirements. */
export function checkBlock(file: ServiceFile, texts: SeededTexts): readonly Issue[] {
  const issues = [
    ...checkRequires(file),
    ...checkHealth(file),
    ...checkBusy(file),
    ...checkWeb(file),
    ...checkMetrics(file),
    ...checkLogin(file),
    ...checkFiles(file, texts),
    ...file['x-showrunner'].links.flatMap((link, at) => checkLink(file, link, ['links', at])),
  ];
  return issues.map(({ path, reason }) => ({ path: ['x-showrunner', ...path], reason }));
}

function checkRequires(file: ServiceFile): readonly Issue[] {
  const { requires } = file['x-showrunner'];
  return requires.flatMap(({ capability, via, ...requirement }, at) => {
    const path = ['requires', at];
    const first = requires.findIndex((other) => other.capability === capability);
    const joined = Object.values(file.services).some(
      (component) => component['x-showrunner']?.['namespace-of'] === capability,
    );
    return [
      ...fault(first === at, [...path, 'capability'], `${capability} is required already`),
      ...fault(requirement.default !== file.name, [...path, 'default'], 'is the definition itself'),
      ...fault(
        via === 'network' || joined,
        [...path, 'via'],
        `needs a component with x-showrunner.namespace-of: ${capability}`,
      ),
    ];
  });
}

function checkHealth(file: ServiceFile): readonly Issue[] {
  const { readiness } = file['x-showrunner'].health;
  const path = ['health', 'readiness'];
  const component = componentOf(file, readiness.component);
  if (component === undefined) return unknownComponent(path, readiness.component);
  if (readiness.type === 'exec' || readiness.type === 'engine') return [];
  const reason = `${readiness.port} is in neither ports nor expose of its component`;
  return fault(hasPort([...component.ports, ...component.expose], readiness.port), [...path, 'port'], reason);
}

function checkBusy(file: ServiceFile): readonly Issue[] {
  const { health, secrets } = file['x-showrunner'];
  if (health.busy === undefined) return [];
  const { port, headers, component: name } = health.busy;
  const path = ['health', 'busy'];
  const component = componentOf(file, name);
  const reason = `${port} is in neither ports nor expose of its component`;
  const unknown = (part: ReturnType<typeof toHeader>[number]): boolean =>
    typeof part !== 'string' && !Object.hasOwn(secrets, part.secret);
  return [
    ...(component === undefined
      ? unknownComponent(path, name)
      : fault(hasPort([...component.ports, ...component.expose], port), [...path, 'port'], reason)),
    ...Object.entries(headers).flatMap(([header, text]) =>
      fault(!toHeader(text).some(unknown), [...path, 'headers', header], 'names a secret that there is not'),
    ),
  ];
}

function checkWeb(file: ServiceFile): readonly Issue[] {
  const { web } = file['x-showrunner'];
  if (web === undefined) return [];
  const component = componentOf(file, web.component);
  if (component === undefined) return unknownComponent(['web'], web.component);
  return fault(
    hasPort(component.ports, web.port),
    ['web', 'port'],
    `${web.port} is not in ports of its component`,
  );
}

function checkMetrics(file: ServiceFile): readonly Issue[] {
  const { metrics } = file['x-showrunner'];
  if (metrics === undefined) return [];
  const component = componentOf(file, metrics.component);
  if (component === undefined) return unknownComponent(['metrics'], metrics.component);
  const reason = `${metrics.port} is in neither ports nor expose of its component`;
  return fault(hasPort([...component.ports, ...component.expose], metrics.port), ['metrics', 'port'], reason);
}

function checkLogin(file: ServiceFile): readonly Issue[] {
  const { login = {}, secrets, settings } = file['x-showrunner'];
  return (['password', 'api-key'] as const).flatMap((key) => {
    const name = login[key];
    const known = name === undefined || Object.hasOwn(secrets, name) || settings[name]?.secret === true;
    return fault(known, ['login', key], `names ${name}, which is no secret`);
  });
}

function checkFiles(file: ServiceFile, texts: SeededTexts): readonly Issue[] {
  return file['x-showrunner'].files.flatMap((seeded, at) => {
    const path = ['files', at];
    const component = componentOf(file, seeded.component);
    const unreadable = component?.read_only === true && !isMounted(component, seeded.path);
    return [
      ...(component === undefined ? unknownComponent(path, seeded.component) : []),
      ...fault(texts.has(seeded.from), [...path, 'from'], `${seeded.from} is not in the definition’s folder`),
      ...fault(!unreadable, [...path, 'path'], 'must lie in a volume, since the component is read_only'),
    ];
  });
}

function checkLink(file: ServiceFile, link: LinkFile, path: readonly PropertyKey[]): readonly Issue[] {
  const { requires } = file['x-showrunner'];
  const required = !('to' in link) || requires.some(({ capability }) => capability === link.to);
  return [
    ...fault(required, [...path, 'to'], `${'to' in link ? link.to : ''} is not among requires`),
    ...(link.kind === 'app-login' ? checkAppLogin(file, path) : []),
    ...foldersOf(link).flatMap((folder) =>
      fault(
        isMounted(file.services[file.name], folder),
        [...path, 'arguments'],
        `${folder} lies in no volume of ${file.name}`,
      ),
    ),
  ];
}

/** The link finds the user's name in the login, and the password under this very name. */
function checkAppLogin(file: ServiceFile, path: readonly PropertyKey[]): readonly Issue[] {
  const { login } = file['x-showrunner'];
  const sound = login?.user !== undefined && login.password === 'password';
  return fault(sound, path, 'needs a login with a user and the secret password');
}

function foldersOf(link: LinkFile): readonly string[] {
  if (link.kind === 'root-folder') return [link.arguments.path];
  if (link.kind === 'torrent-setup') return [link.arguments.savePath];
  if (link.kind === 'media-server-setup') return link.arguments.libraries.map(({ path }) => path);
  return [];
}

function componentOf(file: ServiceFile, name: string = file.name): ComponentFile | undefined {
  return Object.hasOwn(file.services, name) ? file.services[name] : undefined;
}

function hasPort(ports: readonly string[], port: number): boolean {
  return ports.some((text) => portOf(text).container === port);
}

function unknownComponent(path: readonly PropertyKey[], name: string | undefined): readonly Issue[] {
  // The main component's absence is told once, where the components are.
  return name === undefined ? [] : [{ path: [...path, 'component'], reason: `${name} is not a component` }];
}

function fault(sound: boolean, path: readonly PropertyKey[], reason: string): readonly Issue[] {
  return sound ? [] : [{ path, reason }];
}
