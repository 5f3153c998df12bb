import { expect } from 'vitest';
import { routes } from '#api/rest/routes/index.ts';
import { problemSchema } from '#schemas/api/common.ts';

/** Every answer of a route is what its document says: status, type, schema, and no field that it does not name. */
export function expectDocumented(
  method: string,
  path: string,
  answer: { status: number; type: string; body: unknown },
): void {
  const { pathname } = new URL(path, 'http://api');
  const route = routes.find(
    (one) => one.method === method.toLowerCase() && patternOf(one.path).test(pathname),
  );
  if (answer.status >= 400) {
    if (!pathname.startsWith('/api/')) return;
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect(problemSchema.parse(answer.body)).toEqual(answer.body);
    return;
  }
  if (route === undefined || answer.type.startsWith('text/event-stream')) return;
  expect(answer.status).toBe(route.answer.status);
  if (route.answer.streams === undefined) expect(route.answer.schema.parse(answer.body)).toEqual(answer.body);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^/api/v1${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}
