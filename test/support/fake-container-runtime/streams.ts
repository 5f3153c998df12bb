import type { LogLine, RuntimeEvent } from '#ports/container-runtime.ts';
import { type Channel, createChannel } from './channel.ts';

export interface Announcement {
  readonly instance: string;
  readonly event: RuntimeEvent;
}

export interface Subscription<T> {
  readonly channel: Channel<T>;
  close(): void;
}

/** Open event and log streams. */
export class Streams {
  readonly #watchers = new Set<Channel<Announcement>>();
  readonly #followers = new Map<string, Set<Channel<LogLine>>>();

  watch(): Subscription<Announcement> {
    const channel = createChannel<Announcement>();
    this.#watchers.add(channel);
    return { channel, close: () => this.#watchers.delete(channel) };
  }

  follow(containerId: string): Subscription<LogLine> {
    const channel = createChannel<LogLine>();
    const all = this.#followers.get(containerId) ?? new Set();
    this.#followers.set(containerId, all.add(channel));
    return { channel, close: () => all.delete(channel) };
  }

  announce(announcement: Announcement): void {
    for (const watcher of this.#watchers) watcher.push(announcement);
  }

  wrote(containerId: string, line: LogLine): void {
    for (const follower of this.#followers.get(containerId) ?? []) follower.push(line);
  }

  ended(containerId: string): void {
    for (const follower of this.#followers.get(containerId) ?? []) follower.end();
  }

  failAll(error: Error): void {
    for (const watcher of this.#watchers) watcher.fail(error);
    for (const follower of [...this.#followers.values()].flatMap((all) => [...all])) follower.fail(error);
  }
}
