import { z } from 'zod';
import { homeFolder, readHome } from '#platform/home.ts';
import { type Check, doctor } from '#supervisor/doctor.ts';
import { command } from '../command.ts';
import { type Span, type Style, span } from '../output/paint.ts';
import { widthOf } from '../output/text.ts';

/** Looks at every precondition; `precondition` when one is missing. */
export const run = command(z.object({}), async ({ environment, output }) => {
  const home = await readHome(homeFolder(environment));
  const checks = await doctor(environment, home);
  output.document({ checks });
  const width = Math.max(...checks.map(({ name }) => widthOf(name)));
  for (const check of checks) {
    const { mark, words } = signs[check.state];
    const name = check.name.padEnd(width + 2);
    output.print(`${output.paint(mark)} ${name}${check.found ?? words}`);
    if (check.remedy !== undefined)
      output.print(`${' '.repeat(width + 4)}${output.paint(span(`→ ${check.remedy}`, 'cyan'))}`);
  }
  return checks.some(({ state }) => state === 'missing') ? 'precondition' : 'ok';
});

const signs: { readonly [State in Check['state']]: { readonly mark: Span; readonly words: string } } = {
  ok: sign('✔', 'green', 'found'),
  warning: sign('!', 'yellow', 'doubtful'),
  missing: sign('✖', 'red', 'missing'),
};

function sign(text: string, style: Style, words: string) {
  return { mark: span(text, style), words };
}
