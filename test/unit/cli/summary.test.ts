import { expect, test } from 'vitest';
import type { ServiceState, ServiceView, StackView } from '#cli/live/stack-view.ts';
import { stateMark } from '#cli/live/state-mark.ts';
import { summaryOf } from '#cli/live/summary.ts';

function view(name: string, state: ServiceState, more: Partial<ServiceView> = {}): ServiceView {
  return { name, state, operation: 'install', phase: 'validate', steps: [], waitsFor: [], ...more };
}

function summary(
  root: ServiceState,
  services: readonly ServiceView[],
  more: Partial<ServiceView> = {},
  instance = 'default',
) {
  const stack: StackView = { root: view('', root, more), services };
  return summaryOf(stack, 42_000, { instance }).map(({ text }) => text);
}

test('a success counts the services and the time', () => {
  expect(summary('done', [view('sonarr', 'done')])).toEqual(['1 service up in 42 s.']);
  expect(summary('done', [view('sonarr', 'done'), view('vpn', 'unchanged')])).toEqual([
    '2 services up in 42 s. Popcorn is the one dependency that you install yourself.',
  ]);
});

test('nothing to do is said', () => {
  const services = [view('radarr', 'unchanged'), view('sonarr', 'unchanged')];
  expect(summary('done', services)).toEqual(['Nothing to do: radarr and sonarr are as you want them.']);
});

test('an uninstalled service is gone, the data is not', () => {
  expect(summary('done', [view('sonarr', 'done', { operation: 'uninstall' })])).toEqual([
    'sonarr: gone in 42 s. Your data is where it was.',
  ]);
});

test('a failure says why, what to do and what stays', () => {
  const error = { code: 'never-healthy', message: 'sonarr stayed ill', remedy: 'See its log.' } as const;
  expect(summary('failed', [view('sonarr', 'failed'), view('vpn', 'done')], { error })).toEqual([
    'Failed after 42 s: sonarr stayed ill',
    '→ See its log.',
    'vpn is up and stays.',
  ]);
});

test('a service that is stopped is brought back by the whole command', () => {
  const stopped = (name: string) => view(name, 'done', { operation: 'stop', leaves: 'stopped' });
  expect(summary('done', [stopped('sonarr')])).toEqual([
    'sonarr: stopped in 42 s. `showrunner start sonarr` brings it back.',
  ]);
  const cascade = [stopped('radarr'), stopped('sonarr'), stopped('prowlarr')];
  expect(summary('done', cascade, {}, 'demo')).toEqual([
    'radarr, sonarr and prowlarr: stopped in 42 s. `showrunner --instance demo start prowlarr` brings them back.',
  ]);
});

test('a change of a stopped service does not claim that it is up', () => {
  const changed = view('sonarr', 'done', { operation: 'reconfigure', leaves: 'stopped' });
  expect(summary('done', [changed])).toEqual([
    'sonarr: changed in 42 s, and still stopped. `showrunner start sonarr` starts it as it is now.',
  ]);
  expect(stateMark(changed).words.text).toBe('stopped');
});

test('a stop with all that requires the service says what is stopped when it fails', () => {
  const error = { code: 'dependency-failed', message: 'prowlarr: failed', remedy: 'See it.' } as const;
  const services = [
    view('radarr', 'done', { operation: 'stop', leaves: 'stopped' }),
    view('sonarr', 'done', { operation: 'stop', leaves: 'stopped' }),
    view('prowlarr', 'failed', { operation: 'stop', leaves: 'stopped' }),
  ];
  expect(summary('failed', services, { error })).toEqual([
    'Failed after 42 s: prowlarr: failed',
    '→ See it.',
    'radarr and sonarr are stopped. Start them again with `showrunner start radarr`, `showrunner start sonarr`.',
  ]);
});

test('a cancellation is no failure', () => {
  expect(summary('cancelled', [view('sonarr', 'cancelled')])).toEqual([
    'Cancelled after 42 s; what was made is taken back.',
  ]);
});
