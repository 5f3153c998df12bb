import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readFileIfPresent } from '#platform/files.ts';

/** The context that the Docker client's configuration selects; nothing for its default. */
export async function readCurrentContext(configFolder: string): Promise<string | undefined> {
  const config = await readJson(join(configFolder, 'config.json'), configSchema);
  return config?.currentContext === 'default' ? undefined : config?.currentContext;
}

/** The engine's address in a context, or why it has none that can be used. */
export async function readContextAddress(
  configFolder: string,
  name: string,
): Promise<{ readonly address: string } | { readonly reason: string }> {
  const folder = createHash('sha256').update(name).digest('hex');
  const meta = await readJson(join(configFolder, 'contexts', 'meta', folder, 'meta.json'), metaSchema);
  const address = meta?.Endpoints.docker?.Host;
  return address === undefined ? { reason: 'the context does not exist or names no engine' } : { address };
}

const configSchema = z.object({ currentContext: z.string().optional() });
const metaSchema = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }).optional() }) });

/** The Docker client's own files: one that is damaged counts as absent, as it does for `docker` itself. */
async function readJson<Value>(path: string, schema: z.ZodType<Value>): Promise<Value | undefined> {
  const text = await readFileIfPresent(path);
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
