import { expect, it } from 'vitest';
import { statsTable } from '#cli/output/stats-table.ts';

const plain = { paint: ({ text }: { readonly text: string }) => text, columns: () => undefined };

it('shows what each component uses, and a dash where nothing is counted', () => {
  const now = {
    at: '2030-01-01T00:00:00Z',
    cpuCores: 1.255,
    memoryBytes: 312_000_000,
    memoryLimitBytes: 2_000_000_000,
    networkReceivedBytes: 12_000_000,
    networkSentBytes: 3000,
    diskReadBytes: 0,
    diskWrittenBytes: 5_300_000,
    restarts: 2,
  };
  const member = {
    ...now,
    cpuCores: null,
    memoryLimitBytes: null,
    networkReceivedBytes: null,
    networkSentBytes: null,
    diskReadBytes: null,
    diskWrittenBytes: null,
    restarts: 0,
  };
  const rows = [
    { service: 'jellyfin', component: 'jellyfin', now },
    { service: 'jellyfin', component: 'exporter', now: null },
    { service: 'qbittorrent', component: 'qbittorrent', now: member },
  ];
  expect(statsTable(rows, plain).split('\n')).toEqual([
    'SERVICE      COMPONENT      CPU            MEMORY  RECEIVED  SENT  READ  WRITTEN  RESTARTS',
    'jellyfin                125.5 %  312 MB of 2.0 GB     12 MB  3 kB   0 B   5.3 MB         2',
    'jellyfin     exporter',
    'qbittorrent                   –            312 MB         –     –     –        –',
  ]);
});
