import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** What one document may ask for. */
export const limits = { depth: 10, cost: 5000, aliases: 30, tokens: 2000, fields: 400 } as const;

/** Lists are taken to have so many entries. */
const listSize = 10;
const lists: ReadonlySet<string> = new Set([
  'services',
  'tasks',
  'dependencies',
  'dependents',
  'children',
  'alerts',
  'rootCauses',
  'hosts',
]);
/** Fields that cost more than a look at memory: logs and metrics are a round trip to a host, too much for lists in lists. */
const fieldCosts: Readonly<Record<string, number>> = {
  logs: 60,
  metrics: 60,
  task: 5,
  steps: 5,
  children: 5,
  tasks: 5,
  systemHealth: 20,
};

/** Validation rule: depth, cost and number of aliases. Introspection is not counted: its own depth is harmless. */
export function limitDocument(context: ValidationContext): ASTVisitor {
  return {
    Document: (document) => {
      const measure = createMeasure(document);
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
        const { depth, cost, aliases, fields } = measure(definition.selectionSet);
        refuse(context, 'depth', depth);
        refuse(context, 'cost', cost);
        refuse(context, 'aliases', aliases);
        refuse(context, 'fields', fields);
      }
    },
  };
}

function refuse(context: ValidationContext, what: keyof typeof limits, found: number): void {
  if (found <= limits[what]) return;
  const text = `The query is too large: its ${what} of ${found} is more than ${limits[what]}.`;
  context.reportError(new GraphQLError(text, { extensions: { code: 'query-too-large' } }));
}

interface Size {
  readonly depth: number;
  readonly cost: number;
  readonly aliases: number;
  readonly fields: number;
}

const nothing: Size = { depth: 0, cost: 0, aliases: 0, fields: 0 };

/** Each fragment is measured once, so that fragments that spread one another many times cost nothing to measure. */
function createMeasure(document: DocumentNode): (set: SelectionSetNode) => Size {
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const measured = new Map<string, Size>();
  const measureFragment = (name: string): Size => {
    const known = measured.get(name);
    const fragment = fragments.get(name);
    if (known !== undefined || fragment === undefined) return known ?? nothing;
    // A circle of fragments is refused by GraphQL's own rules; here it must only end.
    measured.set(name, nothing);
    const size = measureSet(fragment.selectionSet);
    measured.set(name, size);
    return size;
  };
  const measureField = (field: FieldNode): Size => {
    const name = field.name.value;
    if (name.startsWith('__')) return nothing;
    const inner = field.selectionSet === undefined ? nothing : measureSet(field.selectionSet);
    return {
      depth: inner.depth + 1,
      cost: (fieldCosts[name] ?? 1) + inner.cost * (lists.has(name) ? listSize : 1),
      aliases: inner.aliases + (field.alias === undefined ? 0 : 1),
      fields: inner.fields + 1,
    };
  };
  const measureSet = (set: SelectionSetNode): Size =>
    set.selections
      .map((selection) => {
        if (selection.kind === Kind.FIELD) return measureField(selection);
        if (selection.kind === Kind.INLINE_FRAGMENT) return measureSet(selection.selectionSet);
        return measureFragment(selection.name.value);
      })
      .reduce(add, nothing);
  return measureSet;
}

function add(one: Size, other: Size): Size {
  return {
    depth: Math.max(one.depth, other.depth),
    cost: one.cost + other.cost,
    aliases: one.aliases + other.aliases,
    fields: one.fields + other.fields,
  };
}
