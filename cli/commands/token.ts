import { z } from 'zod';
import { readToken } from '#platform/home.ts';
import { command } from '../command.ts';
import { findHome } from '../connection.ts';

/** The administrator's token, alone, so that a shell can take it. */
export const run = command(z.object({}), async (context) => {
  const token = await readToken(await findHome(context));
  context.output.document({ token });
  context.output.print(token);
  return 'ok';
});
