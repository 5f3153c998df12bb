import { expect, test } from 'vitest';
import { createPlainLines } from '#cli/live/plain.ts';
import { createStack } from '#cli/live/stack.ts';
import { began, recording, root, toMessage } from './recorded/recording.ts';

test('without a terminal, a line tells each phase and what is worth knowing', () => {
  const stack = createStack(root);
  const plain = createPlainLines(began);
  const lines = recording.flatMap((event) => {
    const task = event.task ?? '';
    stack.apply(task, toMessage(event));
    const view = stack.viewOf(task);
    return view === undefined ? [] : plain.linesOf(toMessage(event), view);
  });
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "     0.5 s  sonarr        planned: 23 steps, after jellyfin, prowlarr and qbittorrent
         0.5 s  radarr        planned: 23 steps, after jellyfin, prowlarr and qbittorrent
         0.6 s  sonarr        prepare
         0.6 s  radarr        prepare
         1.4 s  qbittorrent   planned: 12 steps, after vpn
         1.4 s  prowlarr      planned: 11 steps
         1.7 s  qbittorrent   prepare
         1.7 s  prowlarr      prepare
         2.4 s  prowlarr      pull
         3.0 s  vpn           planned: 11 steps
         2.7 s  radarr        pull
         2.9 s  qbittorrent   pull
         3.4 s  vpn           prepare
         3.0 s  sonarr        pull
         3.9 s  prowlarr      pull lscr.io/linuxserver/prowlarr:version-2.5.2.5491, 2.1 s
         3.9 s  prowlarr      deploy
         3.9 s  radarr        pull lscr.io/linuxserver/radarr:6.3.0, 51 MB, 3.2 s
         3.9 s  radarr        deploy
         3.9 s  sonarr        pull lscr.io/linuxserver/sonarr:4.0.19, 51 MB, 3.2 s
         3.9 s  sonarr        deploy
         4.0 s  vpn           pull
         4.1 s  qbittorrent   pull lscr.io/linuxserver/qbittorrent:5.2.3, 35 MB, 2.2 s
         4.1 s  qbittorrent   deploy
         5.3 s  vpn           pull qmcgaw/gluetun:v3.41.1, 676 kB, 1.1 s
         5.3 s  vpn           deploy
         6.1 s  prowlarr      wait until prowlarr is healthy, 600 s at most, 0.4 s (200 OK after 0.4 s)
         6.1 s  prowlarr      integrate
         7.0 s  prowlarr      set the login of prowlarr, 0.8 s (the user "admin" was made)
         7.0 s  prowlarr      monitor
         7.1 s  prowlarr      up
          12 s  vpn           wait until vpn is healthy, 180 s at most, 5.2 s (healthy after 5.2 s)
          12 s  vpn           monitor
          12 s  vpn           up
          13 s  qbittorrent   wait until qbittorrent is healthy, 180 s at most, 0.0 s (403 Forbidden after 0.0 s)
          13 s  qbittorrent   integrate
          13 s  qbittorrent   set up qbittorrent, 0.1 s (qBittorrent v4.5.2: login proven)
          13 s  qbittorrent   monitor
          13 s  qbittorrent   up
          14 s  sonarr        wait until sonarr is healthy, 600 s at most, 0.3 s (200 OK after 0.3 s)
          14 s  sonarr        integrate
          14 s  sonarr        set root folder of sonarr to /data/media/tv, 0.1 s (root folder /data/media/tv made)
          14 s  sonarr        set the login of sonarr, 0.1 s (the user "admin" was made)
          14 s  radarr        wait until radarr is healthy, 600 s at most, 0.4 s (200 OK after 0.4 s)
          14 s  radarr        integrate
          14 s  sonarr        add media server connection to sonarr: jellyfin, 0.1 s (connection "Jellyfin" made and tested)
          14 s  sonarr        register sonarr with prowlarr, 0.2 s (application "Sonarr" made and tested)
          14 s  radarr        set root folder of radarr to /data/media/movies, 0.2 s (root folder /data/media/movies made)
          14 s  radarr        set the login of radarr, 0.2 s (the user "admin" was made)
          14 s  radarr        add media server connection to radarr: jellyfin, 0.1 s (connection "Jellyfin" made and tested)
          14 s  radarr        register radarr with prowlarr, 0.1 s (application "Radarr" made and tested)
          14 s  sonarr        add download client to sonarr: qbittorrent, 0.5 s (download client "qBittorrent" made and tested)
          14 s  sonarr        monitor
          14 s  radarr        add download client to radarr: qbittorrent, 0.2 s (download client "qBittorrent" made and tested)
          14 s  radarr        monitor
          14 s  sonarr        up
          14 s  radarr        up"
  `);
});
