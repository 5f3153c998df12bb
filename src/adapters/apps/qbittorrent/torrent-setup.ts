import { DomainError } from '#domain/errors.ts';
import type { LinkOutcome } from '#domain/link.ts';
import { compareValues, pickValues, rememberedValues, type Values } from '../comparison.ts';
import type { LinkOf, LinkTools, LinkVerdict, OpenLink } from '../open-link.ts';
import { connectQbittorrent, type Preferences, type QbittorrentClient } from './client.ts';

type SetupLink = LinkOf<'torrent-setup'>;

/** Proves qBittorrent's login and sets its save path. Categories are made by the test of each download client. */
export function openTorrentSetup(link: SetupLink, tools: LinkTools): OpenLink {
  return {
    apply: () => applySetup(link, tools),
    remove: () => Promise.resolve(cannotTakeBack),
    verify: () => verifySetup(link, tools),
  };
}

/** There is nothing to go back to: the path before was only the program's default. */
const cannotTakeBack: LinkOutcome = {
  outcome: 'kept',
  created: false,
  detail: 'the settings of qBittorrent stay in its configuration',
};

async function applySetup(link: SetupLink, tools: LinkTools): Promise<LinkOutcome> {
  const client = await connectQbittorrent(tools, link.consumer);
  const found = foundValues(await client.preferences());
  const desired = desiredValues(link);
  const record = await tools.records.read();
  // In a client that nobody uses yet, whatever is set is a default.
  const wrote = record?.wrote ?? ((await client.hasTorrents()) ? undefined : found);
  const { outdated, byHand } = compareValues(desired, found, wrote);
  if (outdated.length > 0) await writeSettings(client, link, outdated);
  await tools.records.write({
    wrote: rememberedValues(desired, byHand, record?.wrote),
    secrets: {},
  });
  return describeSetup(client, outdated, byHand);
}

/**
 * The removal of finished torrents at their ratio would take them from Sonarr and Radarr before the import, and makes their
 * test fail; every other action is the person's choice.
 */
function foundValues(preferences: Preferences): Values {
  return {
    save_path: withoutSlash(preferences.save_path),
    removes_at_ratio: removingActions.has(preferences.max_ratio_act),
  };
}

const removingActions: ReadonlySet<number> = new Set([1, 3]);
const stopAction = 0;

function desiredValues(link: SetupLink): Values {
  return { save_path: withoutSlash(link.arguments.savePath), removes_at_ratio: false };
}

async function writeSettings(
  client: QbittorrentClient,
  link: SetupLink,
  outdated: readonly string[],
): Promise<void> {
  await client.setPreferences({
    ...(outdated.includes('save_path') ? { save_path: link.arguments.savePath } : {}),
    ...(outdated.includes('removes_at_ratio') ? { max_ratio_act: stopAction } : {}),
  });
  const kept = foundValues(await client.preferences());
  const { outdated: lost } = compareValues(pickValues(desiredValues(link), outdated), kept, kept);
  if (lost.length === 0) return;
  throw new DomainError('link-refused', `qBittorrent did not take: ${lost.join(', ')}.`);
}

function describeSetup(
  client: QbittorrentClient,
  outdated: readonly string[],
  byHand: readonly string[],
): LinkOutcome {
  const written = outdated.length > 0 ? [`written: ${outdated.join(', ')}`] : [];
  const proven = `qBittorrent ${client.version}: login proven`;
  if (byHand.length > 0) {
    const kept = `changed by hand and left so: ${byHand.join(', ')}`;
    return { outcome: 'kept', created: false, detail: [proven, kept, ...written].join('; ') };
  }
  const outcome = written.length > 0 ? 'applied' : 'present';
  return { outcome, created: written.length > 0, detail: [proven, ...written].join('; ') };
}

async function verifySetup(link: SetupLink, tools: LinkTools): Promise<LinkVerdict> {
  const client = await connectQbittorrent(tools, link.consumer);
  const found = foundValues(await client.preferences());
  const { byHand } = compareValues(desiredValues(link), found, undefined);
  if (byHand.length > 0) return { ok: false, detail: `qBittorrent differs: ${byHand.join(', ')}` };
  return { ok: true, detail: `qBittorrent ${client.version}: login and save path are right` };
}

function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}
