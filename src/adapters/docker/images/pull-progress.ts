import { z } from 'zod';
import type { ByteProgress } from '#contracts/task.ts';

export const pullMessage = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string().optional() }).optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).nullish(),
});
export type PullMessage = z.infer<typeof pullMessage>;

const shortestPause = 250;

/** Sums the layers' downloads. Neither number ever falls, though a layer that is fetched again begins anew. */
export function createPullProgress(
  report: (progress: ByteProgress) => void,
  now: () => number = () => performance.now(),
): { saw(message: PullMessage): void; finish(): void } {
  const layers = new Map<string, ByteProgress>();
  let shown: ByteProgress = { current: 0, total: 0 };
  let last = Number.NEGATIVE_INFINITY;

  function show(): void {
    last = now();
    report(shown);
  }

  return {
    saw(message) {
      if (!take(layers, message)) return;
      shown = grown(shown, layers);
      if (now() - last >= shortestPause) show();
    },
    finish() {
      shown = { current: shown.total, total: shown.total };
      show();
    },
  };
}

/** False when the message says nothing of bytes. Extraction has numbers too, of other bytes. */
function take(layers: Map<string, ByteProgress>, { id, status, progressDetail }: PullMessage): boolean {
  if (id === undefined) return false;
  const known = layers.get(id);
  if (status === 'Downloading' && progressDetail?.current !== undefined) {
    const total = Math.max(progressDetail.total ?? 0, progressDetail.current);
    layers.set(id, { current: progressDetail.current, total });
    return true;
  }
  if (known === undefined || !complete.has(status ?? '')) return false;
  layers.set(id, { current: known.total, total: known.total });
  return true;
}

const complete: ReadonlySet<string> = new Set(['Download complete', 'Pull complete', 'Already exists']);

function grown(shown: ByteProgress, layers: ReadonlyMap<string, ByteProgress>): ByteProgress {
  const all = [...layers.values()];
  const current = all.reduce((sum, layer) => sum + layer.current, 0);
  const total = all.reduce((sum, layer) => sum + layer.total, 0);
  return { current: Math.max(shown.current, current), total: Math.max(shown.total, total) };
}
