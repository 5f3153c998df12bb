import type { EventFeed } from '../events/feed.ts';

/** The feed, telling of every follower that comes (1) and goes (-1). */
export function countingFollowers(feed: EventFeed, change: (by: 1 | -1) => void): EventFeed {
  return {
    get position() {
      return feed.position;
    },
    follow: async function* (request) {
      change(1);
      try {
        yield* feed.follow(request);
      } finally {
        change(-1);
      }
    },
    close: () => feed.close(),
  };
}
