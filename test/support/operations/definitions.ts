import type { Capability, ComponentDefinition, Definition, Requirement } from '#domain/definition.ts';
import { componentName, definitionId } from '#domain/ids.ts';
import type { LinkDefinition } from '#domain/link.ts';

export interface Sketch {
  readonly requires?: readonly string[];
  readonly links?: readonly LinkDefinition[];
  readonly config?: boolean;
  readonly namespaceOf?: Capability;
  readonly port?: number;
  readonly startSeconds?: number;
}

/** A definition with one component, for tests of operations: it provides its own name and requires others by theirs. */
export function sketch(name: string, plan: Sketch = {}): Definition {
  const id = definitionId(name);
  const component = componentName(name);
  const port = plan.port ?? 8000;
  return {
    id,
    title: name,
    category: 'test',
    description: `The definition ${name}.`,
    website: 'https://example.org',
    version: '1.0',
    provides: [name],
    requires: (plan.requires ?? []).map((required) => requirement(required, plan)),
    settings: {},
    secrets: { 'api-key': { title: 'Key', generator: { type: 'hex', length: 32 } } },
    components: [componentOf(name, plan, port)],
    networks: { main: { internal: false } },
    volumes: plan.config === false ? {} : { config: { role: 'config', folders: [] } },
    files: [],
    health: {
      readiness: { type: 'tcp', component, port },
      startSeconds: plan.startSeconds ?? 20,
      intervalSeconds: 1,
      timeoutSeconds: 1,
      retries: 2,
    },
    links: plan.links ?? [],
    web: { component, port, path: '/' },
  };
}

function requirement(name: string, { namespaceOf }: Sketch): Requirement {
  const via = namespaceOf === name ? 'namespace' : 'network';
  return { capability: name, default: definitionId(name), optional: false, via, reason: 'the test says so' };
}

function componentOf(name: string, plan: Sketch, port: number): ComponentDefinition {
  return {
    name: componentName(name),
    image: imageOf(name),
    vendorImage: imageOf(name),
    environment: { KEY: '$' + '{SECRET_API_KEY}' },
    mounts:
      plan.config === false ? [] : [{ volume: 'config', path: '/config', subpath: '', readOnly: false }],
    networks: ['main'],
    ports: [{ container: port, protocol: 'tcp' }],
    capabilities: [],
    devices: [],
    sysctls: {},
    init: false,
    readOnly: false,
    noNewPrivileges: true,
    tmpfs: [],
    stopGraceSeconds: 1,
    ...(plan.namespaceOf === undefined ? {} : { namespaceOf: plan.namespaceOf }),
  };
}

export function imageOf(name: string): string {
  return `test.invalid/${name}:1`;
}
