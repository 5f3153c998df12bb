import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const file = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');

/** Parts of the page that are measured, by the name in their marks. */
export type Section = 'measured' | 'life' | 'thousand';

/** Puts the report between the page's marks; what a person wrote around them stays. */
export async function writeDocument(report: string, section: Section): Promise<string> {
  await writeFile(file, withReport(await readFile(file, 'utf8'), report, section));
  return file;
}

export function withReport(page: string, report: string, section: Section = 'measured'): string {
  const [begin, end] = [`<!-- ${section}: begin -->`, `<!-- ${section}: end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} lacks the marks ${begin} and ${end}.`);
  return `${page.slice(0, from + begin.length)}\n\n${report}\n\n${page.slice(to)}`;
}
