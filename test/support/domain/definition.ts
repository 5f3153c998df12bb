import type { ComponentDefinition, Definition, Requirement, SettingDefinition } from '#domain/definition.ts';
import { componentName, definitionId } from '#domain/ids.ts';

/** A small sound definition of one component; tests say only what they are about. */
export function aDefinition(id: string, more: Partial<Omit<Definition, 'id'>> = {}): Definition {
  const main = componentName(id);
  return {
    id: definitionId(id),
    title: id,
    category: 'content',
    description: `The program ${id}.`,
    website: 'https://example.org',
    version: '1.0.0',
    provides: [],
    requires: [],
    settings: {},
    secrets: {},
    components: [aComponent(id)],
    networks: {},
    volumes: {},
    files: [],
    health: {
      readiness: { type: 'tcp', component: main, port: 80 },
      startSeconds: 60,
      intervalSeconds: 30,
      timeoutSeconds: 5,
      retries: 3,
    },
    links: [],
    ...more,
  };
}

export function aComponent(
  name: string,
  more: Partial<Omit<ComponentDefinition, 'name'>> = {},
): ComponentDefinition {
  return {
    name: componentName(name),
    vendorImage: `example.org/${name}:1.0.0`,
    image: `example.org/${name}:1.0.0`,
    environment: {},
    mounts: [],
    networks: [],
    ports: [],
    capabilities: [],
    devices: [],
    sysctls: {},
    init: false,
    readOnly: false,
    noNewPrivileges: true,
    tmpfs: [],
    stopGraceSeconds: 10,
    ...more,
  };
}

/** Requires what the definition of that name provides under its own name. */
export function requires(id: string, more: Partial<Requirement> = {}): Requirement {
  return {
    capability: id,
    default: definitionId(id),
    optional: false,
    via: 'network',
    reason: `needs ${id}`,
    ...more,
  };
}

/** A definition that provides its own name as a capability. */
export function aProvider(id: string, ...needs: readonly (string | Requirement)[]): Definition {
  const requirements = needs.map((need) => (typeof need === 'string' ? requires(need) : need));
  return aDefinition(id, { provides: [id], requires: requirements });
}

export function aSetting(more: Partial<SettingDefinition> = {}): SettingDefinition {
  return {
    title: 'Colour',
    description: 'Of the walls.',
    type: 'text',
    required: false,
    secret: false,
    ...more,
  };
}

/** A place in a definition's text, such as `place('TZ')`: written so, nobody takes it for one of the test's own. */
export function place(inside: string): string {
  return `\${${inside}}`;
}
