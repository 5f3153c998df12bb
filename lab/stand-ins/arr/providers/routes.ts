import { json, type Reply, type Request, type Route } from '../../shared/http.ts';
import { type JsonObject, objectOf, textOf } from '../../shared/json.ts';
import { type ArrContext, insert, listOf, remove, replace } from '../context.ts';
import { badRequest, type Failure, notFound } from '../failures.ts';
import type { ProviderKind, Template } from './kind.ts';
import { dataOf, type ProviderData, resourceOf, schemaOf, storedData } from './resource.ts';

/** The routes that every kind of provider has. */
export function providerRoutes(context: ArrContext, kind: ProviderKind): Route<'key'>[] {
  const base = `${context.app.api}/${kind.path}`;
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route<'key'> => ({
    method,
    path: `${base}${path}`,
    access: 'key',
    handle,
  });
  return [
    route('GET', '', () =>
      json(all(context, kind).sort((a, b) => textOf(a.name).localeCompare(textOf(b.name)))),
    ),
    route('GET', '/schema', () => json(kind.templates.map((template) => schemaOf(kind, template)))),
    route('GET', '/{id}', (request) => one(context, kind, idOf(request))),
    route('POST', '', (request) => create(context, kind, request)),
    route('PUT', '/{id}', (request) => update(context, kind, request)),
    route('DELETE', '/{id}', (request) => (remove(context, kind.path, idOf(request)) ? json({}) : notFound)),
    route('POST', '/test', (request) => test(context, kind, request)),
    route('POST', '/testall', () => testAll(context, kind)),
  ];
}

function all(context: ArrContext, kind: ProviderKind): JsonObject[] {
  return listOf(context, kind.path).flatMap((stored) => {
    const data = storedData(stored);
    const template = templateOf(kind, data.implementation);
    return template === undefined ? [] : [resourceOf(kind, template, data, stored.id)];
  });
}

function one(context: ArrContext, kind: ProviderKind, id: number, status = 200): Reply {
  const found = all(context, kind).find((resource) => resource.id === id);
  return found === undefined ? notFound : json(found, status);
}

async function create(context: ArrContext, kind: ProviderKind, request: Request): Promise<Reply> {
  const read = readBody(context, kind, request, undefined);
  if ('failures' in read) return badRequest(read.failures);
  const failures = await failuresOf(context, kind, read, isForced(request, 'forceSave'));
  if (failures.length > 0) return badRequest(failures);
  const stored = insert(context, kind.path, { ...read.data });
  return one(context, kind, stored.id, 201);
}

async function update(context: ArrContext, kind: ProviderKind, request: Request): Promise<Reply> {
  const id = idOf(request);
  const stored = listOf(context, kind.path).find((item) => item.id === id);
  if (stored === undefined) return notFound;
  const before = storedData(stored);
  const read = readBody(context, kind, request, { id, data: before });
  if ('failures' in read) return badRequest(read.failures);
  // What did not change is neither tested nor saved.
  if (JSON.stringify(read.data) !== JSON.stringify(before)) {
    const failures = await failuresOf(context, kind, read, isForced(request, 'forceSave'));
    if (failures.length > 0) return badRequest(failures);
    replace(context, kind.path, { id, data: { ...read.data } });
  }
  return one(context, kind, id, 202);
}

async function test(context: ArrContext, kind: ProviderKind, request: Request): Promise<Reply> {
  const id = Number(objectOf(request.body).id ?? 0);
  const stored = listOf(context, kind.path).find((item) => item.id === id);
  const known = stored === undefined ? undefined : { id, data: storedData(stored) };
  const read = readBody(context, kind, request, known);
  if ('failures' in read) return badRequest(read.failures);
  const invalid = read.template.validate(read.data.values);
  const failures = invalid.length > 0 ? invalid : await read.template.test(read.data.values, context);
  return failures.length > 0 ? badRequest(failures) : json({});
}

async function testAll(context: ArrContext, kind: ProviderKind): Promise<Reply> {
  const enabled = listOf(context, kind.path).filter((stored) => kind.isEnabled(storedData(stored).extras));
  const results = await Promise.all(
    enabled.map(async (stored) => {
      const data = storedData(stored);
      const failures = (await templateOf(kind, data.implementation)?.test(data.values, context)) ?? [];
      return { id: stored.id, isValid: failures.length === 0, validationFailures: failures };
    }),
  );
  return json(results, results.every((result) => result.isValid) ? 200 : 400);
}

interface ReadBody {
  readonly template: Template;
  readonly data: ProviderData;
}

function readBody(
  context: ArrContext,
  kind: ProviderKind,
  request: Request,
  known: { readonly id: number; readonly data: ProviderData } | undefined,
): ReadBody | { readonly failures: readonly Failure[] } {
  const body = objectOf(request.body);
  const failures: Failure[] = [];
  const name = textOf(body.name);
  if (name === '') failures.push({ propertyName: 'Name', errorMessage: "'Name' must not be empty." });
  if (isTaken(context, kind, name, known?.id)) {
    failures.push({ propertyName: 'Name', errorMessage: 'Should be unique', attemptedValue: name });
  }
  const implementation = textOf(body.implementation, known?.data.implementation ?? '');
  const template = templateOf(kind, implementation);
  if (template === undefined) {
    const errorMessage = `'${implementation}' is no implementation that this stand-in has`;
    return { failures: [...failures, { propertyName: 'Implementation', errorMessage }] };
  }
  return failures.length > 0 ? { failures } : { template, data: dataOf(kind, template, body, known?.data) };
}

/** A disabled provider is saved unseen. An enabled one must be sound, and unless forced the other side must agree. */
async function failuresOf(
  context: ArrContext,
  kind: ProviderKind,
  { template, data }: ReadBody,
  forced: boolean,
): Promise<readonly Failure[]> {
  if (!kind.isEnabled(data.extras)) return [];
  const invalid = template.validate(data.values);
  return invalid.length > 0 || forced ? invalid : await template.test(data.values, context);
}

function isTaken(context: ArrContext, kind: ProviderKind, name: string, own: number | undefined): boolean {
  return listOf(context, kind.path).some(
    (stored) => stored.id !== own && storedData(stored).name.toLowerCase() === name.toLowerCase(),
  );
}

function templateOf(kind: ProviderKind, implementation: string): Template | undefined {
  return kind.templates.find(
    (template) => template.implementation.toLowerCase() === implementation.toLowerCase(),
  );
}

function idOf(request: Request): number {
  return Number(request.params.id);
}

function isForced(request: Request, name: string): boolean {
  return request.query.get(name)?.toLowerCase() === 'true';
}
