import type { CliContext } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';
import { commandLine } from '../../instance.ts';

export function notJoined({ environment }: Pick<CliContext, 'environment'>): CommandFailure {
  return new CommandFailure(
    'not-found',
    'not-found',
    'This home has joined no control plane.',
    `Join one with ${commandLine(environment, 'host join ADDRESS:PORT')}; there, "showrunner hosts invite" makes the token.`,
  );
}
