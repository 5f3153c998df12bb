import { type Declaration, groups, settingOptions, taskOptions } from '../declaration.ts';

const group = groups.services;
const service = { syntax: '<service>', text: 'its name, as `showrunner ps` shows it' };

export const serviceDeclarations: readonly Declaration[] = [
  {
    name: 'ps',
    group,
    summary: 'list the services, how they are and where they are reached',
    options: [
      { syntax: '--status <names>', text: 'only those in these states, with commas between' },
      { syntax: '--health <names>', text: 'only those of this health' },
    ],
    examples: ['showrunner ps', 'showrunner ps --status failed,degraded', 'showrunner ps --json'],
    load: () => import('../commands/ps.ts'),
  },
  {
    name: 'plan',
    group,
    summary: 'show what an installation would do, and do nothing',
    arguments: [{ syntax: '<services...>', text: 'from the catalog' }],
    options: settingOptions,
    examples: ['showrunner plan sonarr', 'showrunner plan sonarr radarr --settings media.yaml --json'],
    load: () => import('../commands/plan.ts'),
  },
  {
    name: 'install',
    group,
    summary: 'install one service with all that it requires',
    arguments: [{ syntax: '<definition>', text: 'from the catalog' }],
    options: [
      { syntax: '--name <service>', text: 'a name of its own (default: the definition’s)' },
      ...settingOptions,
      ...taskOptions,
    ],
    examples: ['showrunner install sonarr', 'showrunner install sonarr --name sonarr-anime --detach'],
    load: () => import('../commands/install.ts'),
  },
  {
    name: 'uninstall',
    group,
    summary: 'remove a service; its config folder stays unless it is purged',
    about: 'Refused while other services require it. The data folder always stays.',
    arguments: [service],
    options: [
      { syntax: '--purge', text: 'remove its config folder, volumes and secrets as well, after asking' },
      ...taskOptions,
    ],
    examples: ['showrunner uninstall radarr', 'showrunner uninstall radarr --purge --yes'],
    load: () => import('../commands/uninstall.ts'),
  },
  {
    name: 'start',
    group,
    summary: 'start a stopped service, with what it requires',
    about: 'What its stop took along comes back with it.',
    arguments: [service],
    options: taskOptions,
    examples: ['showrunner start sonarr', 'showrunner start vpn --detach'],
    load: () => import('../commands/start.ts'),
  },
  {
    name: 'stop',
    group,
    summary: 'stop a service; it stays installed',
    about: 'Refused while running services require it. What shares its network namespace is stopped with it.',
    arguments: [service],
    options: [
      { syntax: '--cascade', text: 'stop what requires it first; one start brings all back' },
      ...taskOptions,
    ],
    examples: ['showrunner stop radarr', 'showrunner stop vpn --cascade'],
    load: () => import('../commands/stop.ts'),
  },
  {
    name: 'restart',
    group,
    summary: 'stop a service and start it again',
    arguments: [service],
    options: taskOptions,
    examples: ['showrunner restart jellyfin'],
    load: () => import('../commands/restart.ts'),
  },
  {
    name: 'stats',
    group,
    summary: 'show what services use: processor, memory, network, disk, restarts',
    about:
      'Network and disk are totals since the container’s start; – where nothing is counted, such as the network of a VPN gateway’s member. With a service, --json has its last hour as well.',
    arguments: [{ syntax: '[service]', text: 'only this one' }],
    examples: ['showrunner stats', 'showrunner stats jellyfin', 'showrunner stats jellyfin --json'],
    load: () => import('../commands/stats.ts'),
  },
  {
    name: 'update',
    group,
    summary: 'bring a service to another version, or put everything back',
    about:
      'Without --to it becomes what the catalog has. Its config folder is saved first; if it does not come up well, the old image and the saved folder are put back.',
    arguments: [service],
    options: [
      { syntax: '--to <version>', text: 'tag of its image' },
      { syntax: '--digest <digest>', text: 'exactly this image: sha256:…' },
      ...taskOptions,
    ],
    examples: ['showrunner update sonarr', 'showrunner update sonarr --to 4.0.20'],
    load: () => import('../commands/update.ts'),
  },
  {
    name: 'logs',
    group,
    summary: 'read a service’s log',
    arguments: [service],
    options: [
      { syntax: '-f, --follow', text: 'go on until Ctrl-C' },
      { syntax: '-n, --tail <lines>', text: 'lines from the end (default: 200)' },
      { syntax: '--since <time>', text: 'not before: 2026-01-31T20:15:00Z, or 10m, 2h, 3d ago' },
      { syntax: '--component <name>', text: 'another container than the main one' },
      { syntax: '-t, --timestamps', text: 'begin each line with its time' },
    ],
    examples: ['showrunner logs sonarr --tail 50', 'showrunner logs -f qbittorrent --since 10m'],
    load: () => import('../commands/logs.ts'),
  },
  {
    name: 'credentials',
    group,
    summary: 'show a service’s login and API key',
    about:
      'They are sealed for this one call: nothing between the secret store and your terminal can read them.',
    arguments: [service],
    examples: ['showrunner credentials qbittorrent', 'showrunner credentials sonarr --json'],
    load: () => import('../commands/credentials.ts'),
  },
  {
    name: 'open',
    group,
    summary: 'open a service’s web page, or Showrunner’s own',
    arguments: [{ syntax: '[service]', text: 'without one: Temporal’s Web UI, which shows every task' }],
    examples: ['showrunner open', 'showrunner open jellyfin'],
    load: () => import('../commands/open.ts'),
  },
];
