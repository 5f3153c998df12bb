import { z } from 'zod';
import type { LinkArguments, LinkKind } from '#domain/link.ts';
import { absolutePath, line, slug } from './scalars.ts';

const library = z.strictObject({
  name: line,
  type: z.enum(['movies', 'tvshows', 'music', 'books']),
  path: absolutePath,
});

const none = z.strictObject({}).default({});

/** Arguments by kind; a new kind in the domain does not compile until it is described here. */
const argumentsOf = {
  'app-login': none,
  'root-folder': z.strictObject({ path: absolutePath }),
  'download-client': z.strictObject({ category: slug }),
  'media-connection': none,
  'indexer-application': none,
  'media-server-setup': z.strictObject({ libraries: z.array(library).min(1) }),
  'torrent-setup': z.strictObject({ savePath: absolutePath }),
} as const satisfies { readonly [Kind in LinkKind]: z.ZodType<LinkArguments[Kind]> };

const to = slug.describe('The capability of the other end.');

/** An integration with the provider of a capability, or something that the service is told about itself. */
export const linkSchema = z.discriminatedUnion('kind', [
  toItself('app-login'),
  toItself('root-folder'),
  toItself('media-server-setup'),
  toItself('torrent-setup'),
  toAnother('download-client'),
  toAnother('media-connection'),
  toAnother('indexer-application'),
]);

export type LinkFile = z.output<typeof linkSchema>;

function toItself<Kind extends LinkKind>(kind: Kind) {
  return z.strictObject({ kind: z.literal(kind), arguments: argumentsOf[kind] });
}

function toAnother<Kind extends LinkKind>(kind: Kind) {
  return z.strictObject({ kind: z.literal(kind), to, arguments: argumentsOf[kind] });
}
