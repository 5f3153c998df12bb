import { z } from 'zod';

const replacement = z.strictObject({
  image: z.string().regex(/^[a-z0-9.-]+(:\d+)?\/[a-z0-9._/-]+:[A-Za-z0-9_.-]+$/, 'must be registry/name:tag'),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits'),
  kind: z.enum(['real', 'stand-in']),
  from: z.string().max(200),
});

/** What replaces the vendors' images on this machine; the lab writes it. */
export const overlaySchema = z.strictObject({
  format: z.literal(1),
  images: z.record(z.string().min(1), replacement),
});

export type Overlay = z.output<typeof overlaySchema>;
