import { CancellationScope } from '@temporalio/workflow';
import type { PreviewInput, PreviewResult } from '#contracts/operations.ts';
import { central, onHost } from './activity-proxies.ts';
import { endingOf } from './plan/failure.ts';

/** Computes what a request would do, and does nothing. Holds no lock. */
export async function preview({ origin, members, ...pretended }: PreviewInput): Promise<PreviewResult> {
  try {
    await central.openBatch({ origin, operation: 'preview', members });
    const plans = await Promise.all(
      members.map(async (member) => {
        const looking = await central.openPreview({ member, pretended });
        const observed = await onHost(looking.host).observe(looking);
        return central.planPreview({ member, pretended, observed });
      }),
    );
    await central.closeBatch({ origin, status: 'succeeded' });
    return { plans };
  } catch (error) {
    const { ended, failure } = endingOf(error);
    await CancellationScope.nonCancellable(() => central.closeBatch({ origin, ...ended }));
    throw failure;
  }
}
