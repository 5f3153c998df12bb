import type { HealthDependencies } from '#sdk/generated/schema.ts';
import { conditionMark, conditionText } from './condition.ts';
import type { Output } from './output.ts';
import { type Span, span } from './paint.ts';
import { fitSpans, paintSpans, widthOf } from './text.ts';

type Node = HealthDependencies['services'][number];

interface Line {
  /** The lines that lead to it. */
  readonly rails: string;
  readonly node: Node;
  readonly remark: string;
}

/** Services with what they require below them. What several require is shown whole the first time only. */
export function healthTree(
  { services, rootCauses }: HealthDependencies,
  { paint, columns }: Pick<Output, 'paint' | 'columns'>,
): string {
  const causes = new Set(rootCauses.map(({ service }) => service));
  const lines = treeLines(services);
  const names = Math.max(0, ...lines.map(({ rails, node }) => widthOf(rails) + node.id.length));
  return lines
    .map((line) =>
      paintSpans(fitSpans(lineSpans(line, names, causes), columns() ?? Number.MAX_SAFE_INTEGER), paint),
    )
    .join('\n');
}

function lineSpans(
  { rails, node, remark }: Line,
  names: number,
  causes: ReadonlySet<string>,
): readonly Span[] {
  const mark = conditionMark(node);
  const space = ' '.repeat(names - widthOf(rails) - node.id.length + 2);
  return [
    span(rails, 'dim'),
    mark,
    span(' '),
    span(node.id, 'bold'),
    span(space),
    { ...mark, text: conditionText(node) },
    span(causes.has(node.id) ? '  ← root cause' : '', 'bold'),
    span(remark === '' ? '' : `  ${remark}`, 'dim'),
  ];
}

function treeLines(services: readonly Node[]): readonly Line[] {
  const walk: Walk = { nodes: new Map(services.map((node) => [node.id, node])), shown: new Set() };
  const required = new Set(services.flatMap(({ requires }) => requires.map(({ service }) => service)));
  const tops = services.filter(({ id }) => !required.has(id)).flatMap((node) => branch(walk, { node }));
  // Only what requires itself in a circle has nothing above it.
  const others = services.flatMap((node) => (walk.shown.has(node.id) ? [] : branch(walk, { node })));
  return [...tops, ...others];
}

interface Walk {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly shown: Set<string>;
}

interface Place {
  readonly node: Node;
  /** What leads to it, and what stands before all below it. */
  readonly rails?: string;
  readonly lead?: string;
  readonly remarks?: readonly string[];
}

function branch(walk: Walk, { node, rails = '', lead = '', remarks = [] }: Place): readonly Line[] {
  const below = providers(walk, node);
  const again = walk.shown.has(node.id) && below.length > 0;
  walk.shown.add(node.id);
  const own = { rails, node, remark: [...remarks, ...(again ? ['see above'] : [])].join(', ') };
  if (again) return [own];
  const children = below.flatMap((provider, at) => {
    const last = at === below.length - 1;
    const [corner, rail] = last ? ['└─ ', '   '] : ['├─ ', '│  '];
    return branch(walk, { ...provider, rails: `${lead}${corner}`, lead: `${lead}${rail}` });
  });
  return [own, ...children];
}

/** Each once, however many capabilities it is required for. */
function providers({ nodes }: Walk, { requires }: Node): readonly Pick<Place, 'node' | 'remarks'>[] {
  return [...new Set(requires.map(({ service }) => service))].flatMap((id) => {
    const node = nodes.get(id);
    const edges = requires.filter(({ service }) => service === id);
    return node === undefined ? [] : [{ node, remarks: remarksOn(edges) }];
  });
}

function remarksOn(edges: Node['requires']): readonly string[] {
  return [
    ...(edges.every(({ optional }) => optional) ? ['optional'] : []),
    ...(edges.some(({ via }) => via === 'namespace') ? ['gives it its network'] : []),
  ];
}
