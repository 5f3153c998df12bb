import { z } from 'zod';
import {
  absolutePath,
  byteSize,
  duration,
  imageReference,
  portNumber,
  relativePath,
  slug,
  template,
} from './scalars.ts';

const environmentName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a variable’s name');

const shortMount = z
  .string()
  .regex(/^[a-z0-9-]+:\/[^:$]*(:(ro|rw))?$/, {
    error: 'must be <volume>:/path or <volume>:/path:ro',
    abort: true,
  })
  .refine((text) => !text.includes('..'), 'must not hold ..');

const longMount = z.strictObject({
  type: z.literal('volume'),
  source: slug,
  target: absolutePath,
  read_only: z.boolean().default(false),
  volume: z.strictObject({ subpath: relativePath }).optional(),
});

const port = z
  .string()
  .regex(/^(\d{1,5}:)?\d{1,5}(\/(tcp|udp))?$/, {
    error: 'must be a container port in quotes, such as "8989" or "6881/udp"',
    abort: true,
  })
  .refine(bothSidesAgree, 'must have the container’s port on both sides: the host’s is chosen by Showrunner')
  .refine((text) => portNumber.safeParse(portOf(text).container).success, 'must be from 1 to 65535');

/** What a definition may say of one container: a subset of Compose's own keys, each with Compose's meaning. */
export const componentSchema = z.strictObject({
  image: imageReference.describe('Pinned by tag, and by digest where it is known.'),
  command: z.array(template).min(1).optional(),
  entrypoint: z.array(template).min(1).optional(),
  environment: z.record(environmentName, z.union([template, z.number(), z.boolean()])).default({}),
  user: z
    .string()
    .regex(/^(\d{1,9}|\$\{PUID\}):(\d{1,9}|\$\{PGID\})$/, `must be uid:gid, such as \${PUID}:\${PGID}`)
    .optional()
    .describe('Absent where the image drops its privileges itself.'),
  volumes: z.array(z.union([shortMount, longMount])).default([]),
  networks: z.array(slug).default([]),
  ports: z
    .array(port)
    .default([])
    .describe('Container ports that people reach; Showrunner chooses the host’s.'),
  expose: z.array(port).default([]).describe('Container ports that only other services and probes reach.'),
  cap_add: z.array(z.string().regex(/^[A-Z_]+$/, 'must be a capability such as NET_ADMIN')).default([]),
  devices: z
    .array(z.string().regex(/^(\/dev\/[a-z0-9/_-]+)(:\1)?$/, 'must be a device such as /dev/net/tun'))
    .default([]),
  sysctls: z.record(z.string().regex(/^[a-z0-9._]+$/), z.union([z.string(), z.number()])).default({}),
  init: z.boolean().default(false),
  read_only: z.boolean().default(false),
  security_opt: z.array(z.literal('no-new-privileges:true')).max(1).default([]),
  tmpfs: z.array(absolutePath).default([]),
  shm_size: byteSize.optional(),
  mem_limit: byteSize.optional(),
  stop_signal: z
    .string()
    .regex(/^SIG[A-Z0-9]+$/, 'must be a signal such as SIGINT')
    .optional(),
  stop_grace_period: duration.default('10s'),
  'x-showrunner': z
    .strictObject({
      'namespace-of': slug.describe('Shares the network namespace of the provider of this capability.'),
    })
    .optional(),
});

export type ComponentFile = z.output<typeof componentSchema>;

export function portOf(text: string): { readonly container: number; readonly protocol: 'tcp' | 'udp' } {
  const [number = '', protocol] = text.split('/');
  return { container: Number(number.split(':').at(-1)), protocol: protocol === 'udp' ? 'udp' : 'tcp' };
}

export interface MountFile {
  readonly volume: string;
  readonly path: string;
  readonly subpath: string;
  readonly readOnly: boolean;
}

export function mountOf(mount: ComponentFile['volumes'][number]): MountFile {
  if (typeof mount !== 'string') {
    const { source, target, read_only, volume } = mount;
    return { volume: source, path: target, subpath: volume?.subpath ?? '', readOnly: read_only };
  }
  const [volume = '', path = '', mode] = mount.split(':');
  return { volume, path, subpath: '', readOnly: mode === 'ro' };
}

function bothSidesAgree(text: string): boolean {
  const sides = text.split('/')[0]?.split(':') ?? [];
  return sides.every((side) => side === sides[0]);
}
