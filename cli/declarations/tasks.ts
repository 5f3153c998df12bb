import { type Declaration, groups } from '../declaration.ts';

const group = groups.tasks;
const task = {
  syntax: '<id>',
  text: 'as `showrunner tasks` shows it; a service’s name means its newest task',
};

export const taskDeclarations: readonly Declaration[] = [
  {
    name: 'tasks',
    group,
    summary: 'list tasks, newest first',
    options: [
      { syntax: '--status <name>', text: 'only those in this state' },
      { syntax: '--service <name>', text: 'only those of this service' },
      { syntax: '--operation <name>', text: 'only these: install, start, update, recover, batch…' },
      { syntax: '-n, --limit <count>', text: 'so many (default: 20)' },
      { syntax: '--cursor <cursor>', text: 'the page that begins here: "next" of the page before' },
    ],
    examples: ['showrunner tasks', 'showrunner tasks --service sonarr --status failed'],
    load: () => import('../commands/tasks.ts'),
  },
  {
    name: 'task',
    group,
    summary: 'show a task with its steps, or follow it until its end',
    arguments: [task],
    options: [{ syntax: '-f, --follow', text: 'go on until it is closed; with --json, an event a line' }],
    examples: ['showrunner task sonarr', 'showrunner task batch.3f9c….0199a1b2-… --follow'],
    load: () => import('../commands/task.ts'),
  },
  {
    name: 'cancel',
    group,
    summary: 'cancel a task, which takes back what it made',
    arguments: [task],
    options: [{ syntax: '-d, --detach', text: 'do not wait until it is undone' }],
    examples: ['showrunner cancel svc.sonarr.0199a1b2-…', 'showrunner cancel sonarr'],
    load: () => import('../commands/cancel.ts'),
  },
  {
    name: 'alerts',
    group,
    summary: 'list alerts, newest first, and who was told',
    options: [
      { syntax: '--state <name>', text: 'only those that are open, or resolved' },
      { syntax: '--service <name>', text: 'only those of this service' },
      { syntax: '-n, --limit <count>', text: 'so many (default: 100)' },
    ],
    examples: ['showrunner alerts', 'showrunner alerts --state open'],
    load: () => import('../commands/alerts.ts'),
  },
  {
    name: 'events',
    group,
    summary: 'list or follow what happens',
    options: [
      { syntax: '-f, --follow', text: 'go on until Ctrl-C' },
      { syntax: '--after <position>', text: 'only what came after this position' },
      { syntax: '--service <name>', text: 'only those of this service' },
      { syntax: '--task <id>', text: 'only those of this task' },
      { syntax: '-n, --limit <count>', text: 'so many (default: 100)' },
    ],
    examples: ['showrunner events --follow', 'showrunner events --after 1200 --json'],
    load: () => import('../commands/events.ts'),
  },
];
