import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { repository } from './prepared.ts';

const service = z.object({
  image: z.string(),
  build: z.unknown().optional(),
  restart: z.string(),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  networks: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
  network_mode: z.string().optional(),
  healthcheck: z.unknown().optional(),
  security_opt: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  deploy: z.object({
    resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string(), pids: z.number() }) }),
  }),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const file = z.object({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() }).nullable()),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

export type ComposeService = z.infer<typeof service>;

/** docker-compose.yml as it is written, with its anchors merged and its variables unresolved. */
export function readComposeFile(): z.infer<typeof file> {
  return file.parse(parse(readFileSync(join(repository, 'docker-compose.yml'), 'utf8'), { merge: true }));
}

/** Services that end by themselves: others wait until they have succeeded. */
export function oneShots(services: Readonly<Record<string, ComposeService>>): ReadonlySet<string> {
  const waits = Object.values(services).flatMap(({ depends_on }) => Object.entries(depends_on));
  return new Set(
    waits.flatMap(([name, { condition }]) => (condition === 'service_completed_successfully' ? [name] : [])),
  );
}
