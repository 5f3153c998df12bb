import { z } from 'zod';
import type { MadeContainer } from '#domain/drift.ts';

/** What the label `showrunner.made` must hold for a container to be compared with it. */
export const madeLabelSchema: z.ZodType<MadeContainer> = z.object({
  image: z.string(),
  networks: z.record(z.string(), z.array(z.string()).readonly()),
  gateway: z.string().exactOptional(),
});
