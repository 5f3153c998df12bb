import type { LinkEnd } from '#domain/link.ts';

/** The program's own name; a second service of the same program has its id behind it. */
export function entryName(title: string, end: LinkEnd): string {
  return end.service === String(end.app) ? title : `${title} (${end.service})`;
}
