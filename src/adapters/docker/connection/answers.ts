import { z } from 'zod';

/** What Showrunner reads of the engine's answers. The engine writes `null` for many empty things. */
const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value): Readonly<Record<string, string>> => value ?? {});

export const containerState = z.enum([
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
]);

export const containerAnswer = z.object({
  Id: z.string(),
  Name: z.string().transform((name) => name.replace(/^\//, '')),
  RestartCount: z.number(),
  State: z.object({
    Status: containerState,
    ExitCode: z.number(),
    Error: z.string(),
    OOMKilled: z.boolean(),
    StartedAt: z.string(),
    Health: z
      .object({
        Status: z.string(),
        Log: z
          .array(z.object({ ExitCode: z.number(), Output: z.string() }))
          .nullish()
          .transform((log) => log ?? []),
      })
      .nullish(),
  }),
  HostConfig: z.object({
    NetworkMode: z.string(),
    RestartPolicy: z.object({ Name: z.string() }),
  }),
  Config: z.object({
    Image: z.string(),
    Labels: labels,
    Tty: z.boolean(),
    StopTimeout: z.number().nullish(),
  }),
  NetworkSettings: z.object({
    Networks: z
      .record(
        z.string(),
        z.object({
          NetworkID: z.string(),
          IPAddress: z.string(),
          Aliases: z
            .array(z.string())
            .nullish()
            .transform((aliases) => aliases ?? []),
        }),
      )
      .nullish()
      .transform((networks) => networks ?? {}),
  }),
});
export type ContainerAnswer = z.infer<typeof containerAnswer>;

export const containerList = z.array(z.object({ Id: z.string() }));

export const networkAnswer = z.object({
  Id: z.string(),
  Name: z.string(),
  Created: z.string(),
  Internal: z.boolean(),
  Labels: labels,
  IPAM: z.object({
    Config: z
      .array(z.object({ Subnet: z.string().optional() }))
      .nullish()
      .transform((config) => config ?? []),
  }),
});
export type NetworkAnswer = z.infer<typeof networkAnswer>;
export const networkList = z.array(networkAnswer);

export const volumeAnswer = z.object({ Name: z.string(), Labels: labels });
export const volumeList = z.object({
  Volumes: z
    .array(volumeAnswer)
    .nullish()
    .transform((volumes) => volumes ?? []),
});

export const imageAnswer = z.object({
  Id: z.string(),
  RepoDigests: z
    .array(z.string())
    .nullish()
    .transform((digests) => digests ?? []),
});

export const created = z.object({ Id: z.string() });
export const execAnswer = z.object({ ExitCode: z.number().nullable(), Running: z.boolean() });
