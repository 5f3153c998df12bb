import { randomUUID } from 'node:crypto';
import type { PreviewInput } from '#contracts/operations.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { ApiContext } from '../context.ts';
import { sha256 } from '../digest.ts';

export async function runPreview(
  { ports }: ApiContext,
  input: PreviewInput,
  summary: string,
): Promise<readonly Plan[]> {
  const { plans } = await ports.engine.preview({ operation: 'preview', input, key: randomUUID(), summary });
  return plans;
}

/** One service's own hash, as its workflow compares it; of several, a hash over all. */
export function planHashOf(plans: readonly Plan[], staged: readonly ServiceId[]): string {
  const [only, ...others] = staged;
  const own = others.length === 0 ? plans.find(({ service }) => service === only) : undefined;
  return own?.hash ?? sha256(plans.map(({ service, hash }) => `${service} ${hash}`).join('\n')).slice(0, 32);
}
