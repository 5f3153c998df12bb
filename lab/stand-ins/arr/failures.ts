import { json, type Reply } from '../shared/http.ts';

/** One line of the array that a 400 of these programs holds. */
export interface Failure {
  readonly propertyName: string;
  readonly errorMessage: string;
  readonly isWarning?: boolean;
  readonly attemptedValue?: unknown;
  readonly detailedDescription?: string;
}

export function badRequest(failures: readonly Failure[]): Reply {
  const lines = failures.map((failure) => ({
    isWarning: failure.isWarning ?? false,
    propertyName: failure.propertyName,
    errorMessage: failure.errorMessage,
    ...(failure.attemptedValue === undefined ? {} : { attemptedValue: failure.attemptedValue }),
    ...(failure.detailedDescription === undefined
      ? {}
      : { detailedDescription: failure.detailedDescription }),
    severity: failure.isWarning === true ? 'warning' : 'error',
  }));
  return json(lines, 400);
}

export const notFound: Reply = json({ message: 'NotFound' }, 404);
