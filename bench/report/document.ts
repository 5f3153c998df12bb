import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const file = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');
const [begin, end] = ['<!-- measured: begin -->', '<!-- measured: end -->'] as const;

/** Puts the report between the page's marks; what a person wrote around them stays. */
export async function writeDocument(report: string): Promise<string> {
  await writeFile(file, withReport(await readFile(file, 'utf8'), report));
  return file;
}

export function withReport(page: string, report: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} lacks the marks ${begin} and ${end}.`);
  return `${page.slice(0, from + begin.length)}\n\n${report}\n\n${page.slice(to)}`;
}
