import type { ImageConfig } from '../../build/image.ts';
import { baseLayer } from '../base/layer.ts';
import { fileFrom, type LayerRecipe } from '../recipe.ts';

export const registryLayer: LayerRecipe = {
  name: 'registry',
  beneath: [baseLayer],
  packages: ['docker-registry'],
  selection: { paths: ['usr/bin/docker-registry'] },
  own: async () => [await fileFrom(new URL('./config.yml', import.meta.url), 'etc/registry.yml', 0o644)],
};

/** The registry cannot come from itself, so its image is loaded into the engine; it is no part of the overlay. */
export const registryImage = {
  layers: [baseLayer, registryLayer],
  config: {
    Entrypoint: ['/usr/bin/docker-registry'],
    Cmd: ['serve', '/etc/registry.yml'],
    ExposedPorts: { '5000/tcp': {} },
    // Without it the registry asks OpenTelemetry's defaults, and says at every start that no exporter answers.
    Env: ['OTEL_TRACES_EXPORTER=none'],
  } satisfies ImageConfig,
};
