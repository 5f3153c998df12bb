import type { Run } from './command.ts';

/** A command as the help shows it. Its work is loaded when it is called: the help must not wait for what it does not need. */
export interface Declaration {
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  /** Longer words for its own help. */
  readonly about?: string;
  /** As commander writes them: `<service>`, `[service...]`. */
  readonly arguments?: readonly Named[];
  readonly options?: readonly Named[];
  readonly examples: readonly string[];
  readonly load: () => Promise<{ readonly run: Run }>;
  /** `showrunner <name> <its name>`; without one of them, the command itself runs. */
  readonly subcommands?: readonly Declaration[];
}

export interface Named {
  readonly syntax: string;
  readonly text: string;
  /** May be given again and again. */
  readonly repeats?: boolean;
}

export const groups = {
  start: 'Start and stop:',
  services: 'Services:',
  hosts: 'Hosts:',
  tasks: 'Tasks and events:',
  look: 'Look and configure:',
} as const;

export const settingOptions: readonly Named[] = [
  {
    syntax: '--set <key=value>',
    text: 'a setting, such as paths.data=/srv/media or vpn.provider=mullvad; key=@FILE reads the value from a file',
    repeats: true,
  },
  { syntax: '--settings <file>', text: 'settings in YAML or JSON, nested or with dots' },
];

export const placementOptions: readonly Named[] = [
  { syntax: '--host <host>', text: 'where it goes (default: chosen, and the plan says why)' },
  {
    syntax: '--label <key=value>',
    text: 'only to a host with this label, such as disk=large',
    repeats: true,
  },
];

export const taskOptions: readonly Named[] = [
  { syntax: '-d, --detach', text: 'open the task and do not wait for it' },
  {
    syntax: '--cancel-on-interrupt',
    text: 'Ctrl-C cancels the task and waits until it is undone; without it Ctrl-C stops watching and the task goes on',
  },
];
