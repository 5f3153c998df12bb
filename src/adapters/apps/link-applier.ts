import type { LinkKind, LinkOutcome, LinkSpec } from '#domain/link.ts';
import type { AppAddresses, LinkApplier } from '#ports/link-applier.ts';
import type { HostSecrets } from '#ports/secret-store.ts';
import { openAppLogin } from './arr/app-login.ts';
import { openDownloadClient } from './arr/download-client.ts';
import { openIndexerApplication } from './arr/indexer-application.ts';
import { openMediaConnection } from './arr/media-connection.ts';
import { openRootFolder } from './arr/root-folder.ts';
import { openMediaServerSetup } from './jellyfin/media-server-setup.ts';
import type { LinkOf, LinkOpeners, LinkTools, OpenLink } from './open-link.ts';
import { openTorrentSetup } from './qbittorrent/torrent-setup.ts';
import { linkRecords } from './record.ts';

export interface LinkApplierOptions {
  readonly addresses: AppAddresses;
  readonly secrets: HostSecrets;
  /**
   * Id of the task that asks. With it, `created` holds for every attempt of the task that made the link; without it, only for
   * the very call.
   */
  readonly task?: () => string | undefined;
  /** Deadline of one call to an application. */
  readonly timeoutMs?: number;
}

/** Links through the applications' own APIs. Stateless: what it must remember of a link is in the secret store. */
export function createLinkApplier(options: LinkApplierOptions): LinkApplier {
  const open = (link: LinkSpec, signal: AbortSignal): OpenLink =>
    openLink(link, toolsFor(options, link, signal));
  return {
    apply: async (link, signal) => await open(link, signal).apply(),
    remove: async (link, signal, onlyTask) => {
      if (onlyTask !== undefined && (await makerOf(options, link)) !== onlyTask) return othersLink;
      return await open(link, signal).remove();
    },
    verify: async (link, signal) => await open(link, signal).verify(),
  };
}

const othersLink: LinkOutcome = { outcome: 'present', detail: 'this task did not make it', created: false };

/** The task that made the link, as its record says; a link without a record was there before. */
async function makerOf({ secrets }: LinkApplierOptions, link: LinkSpec): Promise<string | undefined> {
  return (await linkRecords(secrets, link, '').read())?.task;
}

const openers: LinkOpeners = {
  'app-login': openAppLogin,
  'root-folder': openRootFolder,
  'download-client': openDownloadClient,
  'media-connection': openMediaConnection,
  'indexer-application': openIndexerApplication,
  'media-server-setup': openMediaServerSetup,
  'torrent-setup': openTorrentSetup,
};

function openLink<Kind extends LinkKind>(link: LinkOf<Kind>, tools: LinkTools): OpenLink {
  return openers[link.kind](link, tools);
}

function toolsFor(options: LinkApplierOptions, link: LinkSpec, signal: AbortSignal): LinkTools {
  const task = options.task?.();
  const origin = task ?? `link ${link.kind} of ${link.consumer.service}`;
  return {
    addresses: options.addresses,
    here: link.consumer.service,
    secrets: options.secrets,
    records: linkRecords(options.secrets, link, origin),
    signal,
    timeoutMs: options.timeoutMs ?? 10_000,
    task,
    origin,
  };
}
