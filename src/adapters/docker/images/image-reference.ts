/** The name without tag and digest: `127.0.0.1:5000/x` of `127.0.0.1:5000/x:1@sha256:…`. */
export function repositoryOf(image: string): string {
  const [named = ''] = image.split('@');
  const colon = named.lastIndexOf(':');
  // A colon before the last slash belongs to a registry's port.
  return colon > named.lastIndexOf('/') ? named.slice(0, colon) : named;
}

/**
 * What is pulled and run. A digest takes the tag's place: a pull by digest leaves no tag on the engine, and a tag could
 * have moved.
 */
export function pinnedReference(image: string, digest?: string): string {
  return digest === undefined ? image : `${repositoryOf(image)}@${digest}`;
}

/** What the engine is asked to fetch. Without a tag it would fetch every tag that the repository has. */
export function pulledReference(image: string, digest?: string): string {
  const reference = pinnedReference(image, digest);
  const named = /[:@]/.test(reference.slice(reference.lastIndexOf('/') + 1));
  return named ? reference : `${reference}:latest`;
}
