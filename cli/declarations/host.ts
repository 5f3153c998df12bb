import { type Declaration, groups } from '../declaration.ts';

const group = groups.hosts;

const subcommands: readonly Declaration[] = [
  {
    name: 'join',
    group,
    summary: 'make this machine a host of a control plane on another one',
    about:
      'Asks for the token that `showrunner hosts invite` printed there, or reads it from standard input or a file; it is never given as an argument, which everybody on the machine can read. This machine then dials out to that one port and listens to nobody. Needs a Docker engine.',
    arguments: [{ syntax: '<gateway>', text: 'ADDRESS:PORT of the control plane, as the invitation says' }],
    options: [
      { syntax: '--token-file <file>', text: 'read the token from this file; - is standard input' },
      {
        syntax: '--address <ipv4>',
        text: 'at which other hosts reach this one (default: the one towards the control plane)',
      },
    ],
    examples: [
      'showrunner host join 10.0.0.1:8485',
      'showrunner host join 10.0.0.1:8485 --token-file token --address 10.0.0.7',
    ],
    load: () => import('../commands/host/join.ts'),
  },
  {
    name: 'status',
    group,
    summary: 'show what this machine has joined, and whether its worker runs',
    examples: ['showrunner host status', 'showrunner host status --json'],
    load: () => import('../commands/host/status.ts'),
  },
  {
    name: 'leave',
    group,
    summary: 'be no host any more: ends the worker and forgets the key; services keep running',
    about: 'The control plane keeps the host in its list until `showrunner hosts remove` is run there.',
    examples: ['showrunner host leave'],
    load: () => import('../commands/host/leave.ts'),
  },
];

export const hostDeclaration: Declaration = {
  name: 'host',
  group,
  summary: 'this machine as a host of another one’s control plane',
  subcommands,
  examples: subcommands.map(({ name }) => `showrunner host ${name} --help`),
  load: () => import('../commands/host/status.ts'),
};
