import { expect, test } from 'vitest';
import { createStack } from '#cli/live/stack.ts';
import { drawTree, type TreeOptions } from '#cli/live/tree.ts';
import { createPaint } from '#cli/output/paint.ts';
import { widthOf } from '#cli/output/text.ts';
import { recording, root, stackAfter, toMessage } from './recorded/recording.ts';

function drawAfter(seconds: number, options: Partial<TreeOptions> = {}): string {
  const { stack, now } = stackAfter(seconds);
  return drawTree(stack.view, {
    paint: createPaint(false),
    columns: 80,
    rows: 24,
    now,
    frame: 0,
    ...options,
  });
}

test('before anything is known of the task there is nothing to draw', () => {
  const { view } = createStack(root);
  expect(drawTree(view, { paint: createPaint(false), columns: 80, rows: 24, now: 0, frame: 0 })).toBe('');
});

test('what was asked for stands there before it begins', () => {
  expect(drawAfter(0)).toMatchInlineSnapshot(`
    "· radarr    not begun
    · sonarr    not begun"
  `);
});

test('services that work show their phases, and every step that runs', () => {
  expect(drawAfter(2)).toMatchInlineSnapshot(`
    "⠋ radarr                                                                  1.7 s
      ⠋ prepare    make folder /srv/demo-data/media/movies (1000:1000)        0.1 s
                   make folder /srv/demo-data/torrents/movies (1000:1000)     0.0 s
      ⠋ pull       ██████░░░░ 29 MB of 51 MB  pull lscr.io/linuxserver/rada…  1.3 s
      ⠋ resources  make network showrunner-demo-download                      1.3 s
    ⠋ sonarr                                                                  1.7 s
      ⠋ pull       █░░░░░░░░░ 7.3 MB of 51 MB  pull lscr.io/linuxserver/son…  1.3 s
      ✔ resources                                                             0.7 s
    ⠋ qbittorrent                                                             1.1 s
      ⠋ prepare    make secret qbittorrent/password                           0.3 s
                   make folder /srv/demo/config/qbittorrent (1000:1000)       0.0 s
      ⠋ pull       pull lscr.io/linuxserver/qbittorrent:5.2.3                 0.1 s
    ⠋ prowlarr                                                                1.0 s
      ⠋ prepare    make secret prowlarr/api-key                               0.3 s
                   make secret prowlarr/password                              0.3 s
                   make folder /srv/demo/config/prowlarr (1000:1000)          0.2 s
      ⠋ pull       pull lscr.io/linuxserver/prowlarr:version-2.5.2.5491       0.2 s"
  `);
});

test('a pull shows its bytes, and a phase that is through its time', () => {
  expect(drawAfter(3.3)).toMatchInlineSnapshot(`
    "⠋ radarr                                                                  3.0 s
      ✔ prepare                                                               2.1 s
      ⠋ pull       ██████░░░░ 29 MB of 51 MB  pull lscr.io/linuxserver/rada…  2.6 s
      ✔ resources                                                             1.6 s
    ⠋ sonarr                                                                  3.0 s
      ✔ prepare                                                               2.4 s
      ⠋ pull       █░░░░░░░░░ 7.3 MB of 51 MB  pull lscr.io/linuxserver/son…  2.6 s
      ✔ resources                                                             0.7 s
    ⠋ qbittorrent                                                             2.4 s
      ✔ prepare                                                               1.2 s
      ⠋ pull       ██████████ 34 MB of 35 MB  pull lscr.io/linuxserver/qbit…  1.4 s
    ⠋ prowlarr                                                                2.3 s
      ✔ prepare                                                               0.7 s
      ⠋ pull       pull lscr.io/linuxserver/prowlarr:version-2.5.2.5491       1.5 s
    ⠋ vpn                                                                     0.9 s"
  `);
});

test('what waits with nothing to do itself says for what', () => {
  expect(drawAfter(9)).toMatchInlineSnapshot(`
    "⠋ radarr                                                                  8.7 s
      ⠋ waits for jellyfin and qbittorrent
    ⠋ sonarr                                                                  8.7 s
      ⠋ waits for jellyfin and qbittorrent
    ⠋ qbittorrent                                                             8.1 s
      ⠋ waits for vpn
    ✔ prowlarr     up                                                         6.2 s
    ⠋ vpn                                                                     6.6 s
      ✔ prepare                                                               0.7 s
      ✔ pull                                                                  1.1 s
      ⠋ deploy     wait until vpn is healthy, 180 s at most                   2.1 s"
  `);
});

test('a finished service is one line', () => {
  expect(drawAfter(13)).toMatchInlineSnapshot(`
    "⠋ radarr                                                                   13 s
      ✔ prepare                                                               2.1 s
      ✔ pull                                                                  3.2 s
      ✔ resources                                                             1.6 s
      ⠋ deploy     start showrunner-demo-radarr                               0.2 s
    ⠋ sonarr                                                                   13 s
      ✔ prepare                                                               2.4 s
      ✔ pull                                                                  3.2 s
      ✔ resources                                                             0.7 s
      ⠋ deploy     start showrunner-demo-sonarr                               0.2 s
    ✔ qbittorrent  up                                                          12 s
    ✔ prowlarr     up                                                         6.2 s
    ✔ vpn          up                                                         9.8 s"
  `);
});

test('in the end every service is one line with its time', () => {
  expect(drawAfter(60)).toMatchInlineSnapshot(`
    "✔ radarr       up                                                          14 s
    ✔ sonarr       up                                                          14 s
    ✔ qbittorrent  up                                                          12 s
    ✔ prowlarr     up                                                         6.2 s
    ✔ vpn          up                                                         9.8 s"
  `);
});

test('where the terminal is low, services that work come first', () => {
  expect(drawAfter(3.3, { rows: 6 })).toMatchInlineSnapshot(`
    "⠋ radarr       pull       ██████░░░░ 29 MB of 51 MB  pull lscr.io/linux…  3.0 s
    ⠋ sonarr       pull       █░░░░░░░░░ 7.3 MB of 51 MB  pull lscr.io/linu…  3.0 s
    ⠋ qbittorrent  pull       ██████████ 34 MB of 35 MB  pull lscr.io/linux…  2.4 s
    ⠋ prowlarr     pull       pull lscr.io/linuxserver/prowlarr:version-2.5…  2.3 s
    ⠋ vpn          resolve                                                    0.9 s"
  `);
  expect(drawAfter(3.3, { rows: 3 })).toMatchInlineSnapshot(`
    "⠋ radarr       pull       ██████░░░░ 29 MB of 51 MB  pull lscr.io/linux…  3.0 s
    ⠋ sonarr       pull       █░░░░░░░░░ 7.3 MB of 51 MB  pull lscr.io/linu…  3.0 s
      … and 3 more"
  `);
});

test('what is taken back is told, though it is in no plan', () => {
  const { stack, now } = stackAfter(13);
  const started = recording.find(
    (event) => event.type === 'showrunner.step.started' && event.service === 'sonarr',
  );
  if (started === undefined) return expect.unreachable('The recording has a step of sonarr.');
  const data = { step: 'undo-removeContainer:showrunner-sonarr', attempt: 1 };
  const undo = { ...started, position: 9999, data } as typeof started;
  stack.apply(undo.task ?? '', toMessage(undo));
  const tree = drawTree(stack.view, { paint: createPaint(false), columns: 80, rows: 24, now, frame: 0 });
  expect(tree).toContain('⠋ takes back: remove container showrunner-sonarr\n');
});

test('a break of the connection is told at the end', () => {
  expect(drawAfter(0, { note: 'The API does not answer. Trying again…' })).toMatchInlineSnapshot(`
    "· radarr    not begun
    · sonarr    not begun
    The API does not answer. Trying again…"
  `);
});

test.each([20, 40, 80, 120])('no line is as wide as a terminal of %i columns, at any moment', (columns) => {
  for (let seconds = 0; seconds < 16; seconds += 0.5) {
    for (const line of drawAfter(seconds, { columns }).split('\n'))
      expect(widthOf(line)).toBeLessThan(columns);
  }
});

test.each([1, 2, 5, 10])('a tree never takes more than %i rows where there are no more', (rows) => {
  for (let seconds = 0; seconds < 16; seconds += 0.5) {
    expect(drawAfter(seconds, { rows }).split('\n').length).toBeLessThanOrEqual(rows);
  }
});

test('an event that comes twice, after a reconnect, changes nothing', () => {
  const twice = createStack(root);
  for (const event of recording) {
    twice.apply(event.task ?? '', toMessage(event));
    twice.apply(event.task ?? '', toMessage(event));
  }
  expect(twice.view).toEqual(stackAfter(60).stack.view);
});
