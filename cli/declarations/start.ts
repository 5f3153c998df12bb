import { type Declaration, groups, settingOptions, taskOptions } from '../declaration.ts';

const group = groups.start;

export const startDeclarations: readonly Declaration[] = [
  {
    name: 'up',
    group,
    summary: 'start the control plane, and install services with all that they require',
    about:
      'Makes the machine ready, starts the control plane and brings up the named services. What is up already stays as it is.\nSecret settings are best given by a file (--set key=@FILE, --settings FILE) or when asked.',
    arguments: [{ syntax: '[services...]', text: 'from the catalog; none starts the control plane alone' }],
    options: [
      ...settingOptions,
      ...taskOptions,
      {
        syntax: '--gateway <address:port>',
        text: 'let other machines join as hosts, by this port of this machine; kept for later starts. none: no longer',
      },
    ],
    examples: [
      'showrunner up',
      'showrunner up --gateway 10.0.0.1:8485',
      'showrunner up sonarr radarr --set paths.data=/srv/media --settings vpn.yaml',
      'showrunner up sonarr --set vpn.wireguard-private-key=@wg.key --yes',
    ],
    load: () => import('../commands/up.ts'),
  },
  {
    name: 'demo',
    group,
    summary: 'install a whole stack from lab images, as an instance of its own',
    about:
      'The instance "demo" has a home, names, ports and networks of its own, on loopback only. It needs no account, no VPN and\nno Docker Hub: its images are built here. As root on Debian it installs a Docker engine where there is none.',
    options: [
      { syntax: '--services <names>', text: 'what to install, with commas between (default: sonarr,radarr)' },
      ...taskOptions,
    ],
    examples: ['showrunner demo', 'showrunner --instance demo ps', 'showrunner --instance demo down --purge'],
    load: () => import('../commands/demo.ts'),
  },
  {
    name: 'down',
    group,
    summary: 'stop the control plane; services keep running',
    about:
      'Services outlive the control plane: they keep running, unwatched, and come back after a reboot.\nThe data folder is never touched, whatever is given.',
    options: [
      { syntax: '--all', text: 'stop the containers of all services as well' },
      {
        syntax: '--purge',
        text: 'remove containers, networks, volumes, config folders and home, after asking',
      },
    ],
    examples: ['showrunner down', 'showrunner down --all', 'showrunner --instance demo down --purge --yes'],
    load: () => import('../commands/down.ts'),
  },
  {
    name: 'status',
    group,
    summary: 'show what the control plane runs, where, with how much memory; or the state of a service',
    arguments: [{ syntax: '[service]', text: 'its state, health, since when, and last changes' }],
    examples: ['showrunner status', 'showrunner status --json', 'showrunner status sonarr'],
    load: () => import('../commands/status.ts'),
  },
  {
    name: 'doctor',
    group,
    summary: 'check each precondition: found, or what to do',
    examples: ['showrunner doctor'],
    load: () => import('../commands/doctor.ts'),
  },
  {
    name: 'test',
    group,
    summary: 'run every check and test',
    about:
      'Ends with the line "N passed, N failed". Needs a Docker engine; as root on Debian it installs one.\nTwo stages run at once where there are two cores; the output of each is shown when it has ended.',
    options: [
      { syntax: '--only <stages>', text: 'these stages alone, with commas between' },
      { syntax: '--lanes <n>', text: 'so many stages at once; 1 shows output as it comes' },
      { syntax: '--list', text: 'name the stages and run nothing' },
    ],
    examples: ['showrunner test', 'showrunner test --only types,lint,unit'],
    load: () => import('../commands/test.ts'),
  },
];
