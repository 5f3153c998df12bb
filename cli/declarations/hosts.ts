import { type Declaration, groups } from '../declaration.ts';

const group = groups.hosts;
const host = { syntax: '<host>', text: 'its name, as `showrunner hosts` shows it' };

const subcommands: readonly Declaration[] = [
  {
    name: 'invite',
    group,
    summary: 'make a token with which a machine may join as a host, once',
    about:
      'Prints the command for the other machine, and apart from it the token, which that command asks for: what stands in a command can be read by everybody on the machine. Needs a control plane that was started with --gateway.',
    arguments: [{ syntax: '<host>', text: 'what it is to be called' }],
    options: [
      { syntax: '--label <key=value>', text: 'what is said of it from the start', repeats: true },
      { syntax: '--expires <time>', text: 'how long the token is good for: 5m to 1d (default: 1h)' },
      { syntax: '--again', text: 'for a host that has joined and lost its way in, or has another address' },
    ],
    examples: [
      'showrunner hosts invite attic',
      'showrunner hosts invite attic --label disk=large --expires 10m',
      'showrunner hosts invite attic --again',
    ],
    load: () => import('../commands/hosts/invite.ts'),
  },
  {
    name: 'drain',
    group,
    summary: 'place nothing new on a host; what is there stays',
    arguments: [host],
    examples: ['showrunner hosts drain attic'],
    load: () => import('../commands/hosts/drain.ts'),
  },
  {
    name: 'open',
    group,
    summary: 'let a drained host take services again',
    arguments: [host],
    examples: ['showrunner hosts open attic'],
    load: () => import('../commands/hosts/open.ts'),
  },
  {
    name: 'label',
    group,
    summary: 'say something of a host, by which services are placed',
    arguments: [host, { syntax: '<labels...>', text: 'key=value sets one, key- takes one away' }],
    examples: ['showrunner hosts label attic disk=large room=upstairs', 'showrunner hosts label attic room-'],
    load: () => import('../commands/hosts/label.ts'),
  },
  {
    name: 'remove',
    group,
    summary: 'let a host in no more, after asking; or take back an invitation',
    about:
      'Refused while services are there: uninstall them first. Nothing on the machine itself is changed.',
    arguments: [host],
    examples: ['showrunner hosts remove attic', 'showrunner hosts remove attic --yes'],
    load: () => import('../commands/hosts/remove.ts'),
  },
];

export const hostDeclarations: readonly Declaration[] = [
  {
    name: 'hosts',
    group,
    summary: 'list the hosts: how they are, what is there; or invite, drain, open, label, remove one',
    examples: ['showrunner hosts', 'showrunner hosts --json', 'showrunner hosts invite attic'],
    load: () => import('../commands/hosts/list.ts'),
    subcommands,
  },
];
