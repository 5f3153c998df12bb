import { type Declaration, groups, settingOptions, taskOptions } from '../declaration.ts';

const group = groups.look;

export const lookDeclarations: readonly Declaration[] = [
  {
    name: 'catalog',
    group,
    summary: 'list what can be installed, or show one definition with its settings',
    arguments: [{ syntax: '[id]', text: 'a definition' }],
    examples: ['showrunner catalog', 'showrunner catalog vpn'],
    load: () => import('../commands/catalog.ts'),
  },
  {
    name: 'settings',
    group,
    summary: 'show or change the settings of the instance or of a service',
    about:
      'A service is made what its new settings say; if it does not come up with them, the old ones are put back.',
    arguments: [{ syntax: '[service]', text: 'one that is installed' }],
    options: [...settingOptions, ...taskOptions],
    examples: [
      'showrunner settings',
      'showrunner settings --set timezone=Europe/Vienna',
      'showrunner settings vpn',
      'showrunner settings vpn --set provider=mullvad',
    ],
    load: () => import('../commands/settings.ts'),
  },
  {
    name: 'maintenance',
    group,
    summary: 'switch healing off for a while, for one service or all',
    about: 'Without --for or --end it lists what is open. Health is still watched and told.',
    arguments: [{ syntax: '[service]', text: 'one that is installed, or all (the default)' }],
    options: [
      { syntax: '--for <time>', text: 'from now on: 30m, 2h, 1d' },
      { syntax: '--reason <text>', text: 'why, for whoever asks later' },
      { syntax: '--end <id>', text: 'end a window' },
    ],
    examples: [
      'showrunner maintenance --for 2h --reason "a new disk"',
      'showrunner maintenance jellyfin --for 30m',
    ],
    load: () => import('../commands/maintenance.ts'),
  },
  {
    name: 'token',
    group,
    summary: 'print the administrator’s API token',
    examples: ['showrunner token', 'curl -H "Authorization: Bearer $(showrunner token)" …/api/v1/services'],
    load: () => import('../commands/token.ts'),
  },
];
