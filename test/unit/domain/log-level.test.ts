import { expect, test } from 'vitest';
import { isAtLeast, levelOf } from '#domain/log-level.ts';

const told = [
  // JSON: pino's numbers, and names by several fields.
  ['{"level":50,"msg":"refused"}', 'error'],
  ['{"level":"warning","msg":"slow"}', 'warn'],
  ['{"severity":"INFO","message":"up"}', 'info'],
  ['{"lvl":"trace"}', 'debug'],
  // logfmt: Prometheus, Traefik.
  ['ts=2026-01-31T20:15:00Z caller=main.go:1 level=warn msg="slow error"', 'warn'],
  ['time="2026-01-31T20:15:00Z" level=error msg="refused"', 'error'],
  // Sonarr and its kin, on the console and in their files.
  ['[Info] Bootstrap: Starting Sonarr', 'info'],
  ['[Error] DownloadClient: Unable to connect', 'error'],
  ['2026-01-31 20:15:00.1|Warn|RssSyncService|Error while syncing', 'warn'],
  // Jellyfin.
  ['[20:15:00] [WRN] [12] Emby.Server: slow', 'warn'],
  ['[20:15:00] [INF] [1] Main: error pages are on', 'info'],
  // nginx, PostgreSQL, Redis, qBittorrent.
  ['2026/01/31 20:15:00 [emerg] 1#1: bind() failed', 'error'],
  ['2026-01-31 20:15:00.123 UTC [1] LOG:  database system is ready', 'info'],
  ['2026-01-31 20:15:00.123 UTC [1] FATAL:  role does not exist', 'error'],
  ['1:M 31 Jan 2026 20:15:00.123 # Warning: no config file', 'warn'],
  ['1:M 31 Jan 2026 20:15:00.123 * Ready to accept connections', 'info'],
  ['(C) 2026-01-31T20:15:00 - Could not bind', 'error'],
  // Plain tokens.
  ['2026-01-31 20:15:00 DEBUG main: tick', 'debug'],
  ['2026-01-31 20:15:00,123 - bazarr - ERROR - (main:1) - refused', 'error'],
  ['error: cannot open the file', 'error'],
  ['\u001b[33mWARN\u001b[0m something', 'warn'],
] as const;

test.each(told)('%s is told as %s', (text, level) => {
  expect(levelOf(text)).toBe(level);
});

const untold = [
  '',
  'Listening on port 8989',
  '   at NzbDrone.Core.Download.Client.Connect() in /app/Client.cs:line 12',
  'No errors were found in the information of 12 files',
  `${'x'.repeat(200)} ERROR too far from the beginning`,
  '{"level":{}}',
  '{"broken":',
  '{"msg":"an ERROR that was mended"}',
  'GET /error?level=2',
];

test.each(untold)('of "%s" nothing is told', (text) => {
  expect(levelOf(text)).toBeUndefined();
});

test('a level means that and worse', () => {
  expect(isAtLeast('error', 'warn')).toBe(true);
  expect(isAtLeast('warn', 'warn')).toBe(true);
  expect(isAtLeast('info', 'warn')).toBe(false);
});
