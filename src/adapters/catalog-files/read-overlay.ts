import type { Fault } from '#domain/errors.ts';
import { issuesOf } from '#schemas/catalog/issue.ts';
import { type Overlay, overlaySchema } from '#schemas/catalog/overlay.ts';
import { parseYaml } from './parse-yaml.ts';
import { readText } from './read-text.ts';

export interface OverlayReading {
  readonly images: Overlay['images'];
  readonly faults: readonly Fault[];
}

const limit = 256 * 1024;

/** Reads `overlay.json`; no file is asked for where no overlay was given. */
export async function readOverlay(path: string | undefined): Promise<OverlayReading> {
  if (path === undefined) return { images: {}, faults: [] };
  const faulty = (reasons: readonly string[]) => ({
    images: {},
    faults: reasons.map((reason) => ({ field: path, reason })),
  });
  const file = await readText(path, limit);
  if ('reason' in file) return faulty([file.reason]);
  // JSON is YAML too, and this parser refuses duplicate keys.
  const json = parseYaml(file.text);
  if (!json.ok) return faulty(json.faults.map(({ reason }) => reason));
  const overlay = overlaySchema.safeParse(json.value);
  if (overlay.success) return { images: overlay.data.images, faults: [] };
  return faulty(
    issuesOf(overlay.error).map(({ path: at, reason }) => `${at.map(String).join('.')} ${reason}`.trim()),
  );
}
