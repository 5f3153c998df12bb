import { json, type Reply, type Request, type Route } from '../shared/http.ts';
import { objectOf, textOf } from '../shared/json.ts';
import { type ArrContext, insert, listOf, remove, replace, type Stored } from './context.ts';
import { badRequest, notFound } from './failures.ts';

const list = 'tag';

export function tagRoutes(context: ArrContext): Route<'key'>[] {
  const path = `${context.app.api}/tag`;
  return [
    { method: 'GET', path, access: 'key', handle: () => json(listOf(context, list).map(resourceOf)) },
    { method: 'POST', path, access: 'key', handle: (request) => add(context, request) },
    { method: 'GET', path: `${path}/{id}`, access: 'key', handle: (request) => one(context, request) },
    { method: 'PUT', path: `${path}/{id}`, access: 'key', handle: (request) => rename(context, request) },
    {
      method: 'DELETE',
      path: `${path}/{id}`,
      access: 'key',
      handle: (request) => (remove(context, list, Number(request.params.id)) ? json({}) : notFound),
    },
  ];
}

/** A label that is there already gives the tag that has it. */
function add(context: ArrContext, request: Request): Reply {
  const label = labelOf(request);
  if (label === '') return emptyLabel;
  const known = listOf(context, list).find((stored) => stored.data.label === label);
  return json(resourceOf(known ?? insert(context, list, { label })), 201);
}

function one(context: ArrContext, request: Request): Reply {
  const stored = find(context, request);
  return stored === undefined ? notFound : json(resourceOf(stored));
}

function rename(context: ArrContext, request: Request): Reply {
  const stored = find(context, request);
  if (stored === undefined) return notFound;
  const label = labelOf(request);
  if (label === '') return emptyLabel;
  const renamed = { id: stored.id, data: { label } };
  replace(context, list, renamed);
  return json(resourceOf(renamed), 202);
}

const emptyLabel = badRequest([{ propertyName: 'Label', errorMessage: "'Label' must not be empty." }]);

/** Labels are kept in lower case, whatever was given. */
function labelOf(request: Request): string {
  return textOf(objectOf(request.body).label).toLowerCase();
}

function find(context: ArrContext, request: Request): Stored | undefined {
  return listOf(context, list).find((stored) => stored.id === Number(request.params.id));
}

function resourceOf(stored: Stored) {
  return { id: stored.id, label: textOf(stored.data.label) };
}
