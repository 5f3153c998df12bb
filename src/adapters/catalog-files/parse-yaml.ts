import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';

export interface YamlFault {
  readonly line?: number;
  readonly reason: string;
}

export type YamlReading =
  | { readonly ok: true; readonly value: unknown; lineOf(path: readonly PropertyKey[]): number | undefined }
  | { readonly ok: false; readonly faults: readonly YamlFault[] };

/** More expansions than a person writes, far fewer than a billion laughs need. */
const maxAliases = 50;

/** Reads one document of plain maps, lists and scalars: no tags, no duplicate keys, few aliases. Never throws. */
export function parseYaml(text: string): YamlReading {
  try {
    return parse(text);
  } catch (error) {
    // Too many aliases, or nesting that exhausts the stack.
    return { ok: false, faults: [{ reason: error instanceof Error ? error.message : String(error) }] };
  }
}

function parse(text: string): YamlReading {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'core',
    strict: true,
    stringKeys: true,
    // The library compares every key with every other, which takes minutes for a file full of them.
    uniqueKeys: false,
    resolveKnownTags: false,
    merge: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  // An unknown tag is only a warning to the library; here nothing may have another type than it seems.
  const problems = [...document.errors, ...document.warnings, ...faultyKeys(document)];
  if (problems.length > 0)
    return { ok: false, faults: problems.slice(0, 20).map((one) => faultOf(one, lines)) };
  const value: unknown = document.toJS({ maxAliasCount: maxAliases });
  return { ok: true, value, lineOf: (path) => lineOf(document, lines, path) };
}

interface Problem {
  readonly pos: readonly [number, number];
  readonly message: string;
}

function faultOf(problem: Problem, lines: LineCounter): YamlFault {
  return { line: lines.linePos(problem.pos[0]).line, reason: problem.message };
}

function faultyKeys(document: Document.Parsed): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const start = key.range?.[0] ?? 0;
        const reason = keyReason(key.value, seen);
        if (reason !== undefined) problems.push({ pos: [start, start], message: reason });
        seen.add(key.value);
      }
    },
  });
  return problems;
}

function keyReason(key: unknown, seen: ReadonlySet<unknown>): string | undefined {
  if (seen.has(key)) return `${String(key).slice(0, 60)} stands here twice`;
  // Parsers of records pass over it in silence.
  return key === '__proto__' ? '__proto__ is not a name' : undefined;
}

/** The line of the value at the path; for one that is absent, of what should hold it. */
function lineOf(
  document: Document.Parsed,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number | undefined {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const key of path) {
    const child = childOf(node, key);
    if (child === undefined) break;
    offset = child.offset ?? offset;
    node = child.value;
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}

interface Child {
  readonly value: unknown;
  readonly offset: number | undefined;
}

function childOf(node: unknown, key: PropertyKey): Child | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    return pair === undefined ? undefined : { value: pair.value, offset: startOf(pair.key) };
  }
  if (!isSeq(node) || typeof key !== 'number') return undefined;
  const value = node.items[key];
  return value === undefined ? undefined : { value, offset: startOf(value) };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
