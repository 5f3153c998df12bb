import type { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { AppAnswer, AppCalls } from './http.ts';

/** The answer's JSON in the given shape; anything else is not the API that was asked for. */
export function parseAnswer<Shape extends z.ZodType>(
  app: Pick<AppCalls, 'title'>,
  what: string,
  answer: AppAnswer,
  shape: Shape,
): z.infer<Shape> {
  const parsed = shape.safeParse(parseJson(answer.text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new DomainError(
    'link-refused',
    `${app.title} answered ${what} in a form that is not its API${where}.`,
  );
}

/** Nothing where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An application's words may repeat what it was sent; no secret value leaves in an error. */
export function withoutSecrets(words: string, secrets: readonly string[]): string {
  const shown = secrets
    .filter((secret) => secret.length > 0)
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), words);
  return shown.length > 600 ? `${shown.slice(0, 600)}…` : shown;
}
