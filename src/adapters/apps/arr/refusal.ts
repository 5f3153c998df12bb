import { z } from 'zod';
import { parseJson } from '../answers.ts';
import type { AppAnswer } from '../http.ts';

/** `attemptedValue` is left out on purpose: it may be the secret itself. */
const failuresShape = z.array(
  z.looseObject({
    propertyName: z.string().nullish(),
    errorMessage: z.string().nullish(),
    detailedDescription: z.string().nullish(),
  }),
);
const faultShape = z.looseObject({ message: z.string() });

/** Why the application said no, in its own words. */
export function refusalWords(answer: AppAnswer): string {
  const body = parseJson(answer.text);
  const failures = failuresShape.safeParse(body);
  if (failures.success && failures.data.length > 0) return failures.data.map(failureWords).join('; ');
  const fault = faultShape.safeParse(body);
  return fault.success ? `${fault.data.message} (HTTP ${answer.status})` : `HTTP ${answer.status}`;
}

function failureWords(failure: z.infer<typeof failuresShape>[number]): string {
  const words = [failure.errorMessage, failure.detailedDescription].filter(Boolean).join(' ');
  const reason = words === '' ? 'no reason given' : words;
  return failure.propertyName ? `${failure.propertyName}: ${reason}` : reason;
}
