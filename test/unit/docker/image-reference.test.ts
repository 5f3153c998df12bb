import { describe, expect, test } from 'vitest';
import { pulledReference } from '#adapters/docker/images/image-reference.ts';

const digest = `sha256:${'0'.repeat(64)}`;

describe('what the engine is asked to fetch', () => {
  test.each([
    ['a name of one word with a tag stays', 'redis:7.4.11-alpine', undefined, 'redis:7.4.11-alpine'],
    ['a name without a tag gets the newest', 'redis', undefined, 'redis:latest'],
    ['a registry’s port is no tag', '127.0.0.1:5000/redis', undefined, '127.0.0.1:5000/redis:latest'],
    ['a digest takes the tag’s place', 'lscr.io/x/sonarr:4', digest, `lscr.io/x/sonarr@${digest}`],
    ['a digest alone stays', `redis@${digest}`, undefined, `redis@${digest}`],
  ])('%s', (_, image, pinned, expected) => {
    expect(pulledReference(image, pinned)).toBe(expected);
  });
});
