import { Command, Option } from 'commander';
import packageFile from '../package.json' with { type: 'json' };
import type { Given } from './command.ts';
import type { Declaration, Named } from './declaration.ts';
import { hostDeclaration } from './declarations/host.ts';
import { hostDeclarations } from './declarations/hosts.ts';
import { lookDeclarations } from './declarations/look.ts';
import { serviceDeclarations } from './declarations/services.ts';
import { startDeclarations } from './declarations/start.ts';
import { taskDeclarations } from './declarations/tasks.ts';
import { exitCodes } from './exit-codes.ts';

export const declarations: readonly Declaration[] = [
  ...startDeclarations,
  ...serviceDeclarations,
  ...hostDeclarations,
  hostDeclaration,
  ...taskDeclarations,
  ...lookDeclarations,
];

export type Call = (declaration: Declaration, given: Given, globals: Given) => Promise<void>;

/** The command line: what it understands, with help. Faults of it are thrown as commander's errors. */
export function createProgram(call: Call): Command {
  const program = new Command('showrunner')
    .description('Installs, wires, watches and heals a media server’s services on Docker, durably.')
    .version(packageFile.version, '-V, --version', 'print the version')
    .option('--json', 'for programs: one JSON document, or one a line for streams')
    .option('--instance <name>', 'the instance that is meant (default: SHOWRUNNER_INSTANCE, or "default")')
    .option('--no-color', 'no colours; NO_COLOR and FORCE_COLOR are heeded as well')
    .option('-y, --yes', 'agree to what would be asked')
    .helpOption('-h, --help', 'show help, also of one command')
    .helpCommand('help [command]', 'show help of a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', exitTable)
    .exitOverride();
  for (const declaration of declarations) program.addCommand(toCommand(declaration, program, call));
  return program;
}

function toCommand(declaration: Declaration, program: Command, call: Call): Command {
  const { name, group, summary, about, examples } = declaration;
  const command = new Command(name)
    .copyInheritedSettings(program)
    .summary(summary)
    .description(about === undefined ? `${capital(summary)}.` : `${capital(summary)}.\n\n${about}`)
    .helpGroup(group)
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`)
    .exitOverride();
  for (const { syntax, text } of declaration.arguments ?? []) command.argument(syntax, text);
  for (const option of declaration.options ?? []) command.addOption(toOption(option));
  for (const inner of declaration.subcommands ?? []) command.addCommand(toCommand(inner, program, call));
  return command.action(async () => {
    const named = command.registeredArguments.map((argument, at) => [
      argument.name(),
      command.processedArgs[at],
    ]);
    const given = { ...Object.fromEntries(named), ...command.opts() };
    await call(declaration, given, program.opts());
  });
}

function toOption({ syntax, text, repeats }: Named): Option {
  const option = new Option(syntax, text);
  return repeats === true
    ? option.argParser((value: string, before: readonly string[] = []) => [...before, value])
    : option;
}

function exitTable(): string {
  const rows = Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(4)}${meaning}`);
  return `\nExit codes:\n${rows.join('\n')}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
