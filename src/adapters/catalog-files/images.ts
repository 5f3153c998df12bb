import type { ComponentDefinition, Definition } from '#domain/definition.ts';
import type { Overlay } from '#schemas/catalog/overlay.ts';

/**
 * The definition with the images that this machine pulls. An overlay's image is taken as it is; all others go to the mirror,
 * where there is one. A mirror never drops a digest, so it cannot hand out another image than the one that is pinned.
 */
export function withImages(definition: Definition, overlay: Overlay['images'], mirror: string): Definition {
  const components = definition.components.map((component) => withImage(component, overlay, mirror));
  return { ...definition, components };
}

function withImage(
  component: ComponentDefinition,
  overlay: Overlay['images'],
  mirror: string,
): ComponentDefinition {
  const replacement = Object.hasOwn(overlay, component.vendorImage)
    ? overlay[component.vendorImage]
    : undefined;
  if (replacement !== undefined) {
    return { ...component, image: replacement.image, digest: replacement.digest };
  }
  return mirror === '' ? component : { ...component, image: mirrored(component.vendorImage, mirror) };
}

/** `lscr.io/a/b:1` → `<mirror>/a/b:1`; what Docker Hub abbreviates is written in full, as registries store it. */
export function mirrored(reference: string, mirror: string): string {
  const [first = '', ...rest] = reference.split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const path = hasHost ? rest.join('/') : reference;
  const ofHub = !hasHost || first === 'docker.io';
  return `${mirror}/${ofHub && !path.includes('/') ? `library/${path}` : path}`;
}
