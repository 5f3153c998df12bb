import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { z } from 'zod';

/** The vendors' own API descriptions are too big, and partly not licensed, to be kept here; they lie beside the repository. */
const folder = new URL('../../../../shared/specs/', import.meta.url);

export const specsArePresent = existsSync(folder);

if (!specsArePresent)
  process.stdout.write(`skipped: the vendors' API descriptions are not at ${folder.pathname}\n`);

export interface Description {
  /** The statuses that the vendor declares for an operation; nothing when there is no such operation. */
  statusesOf(method: string, path: string): readonly number[] | undefined;
  /** What is wrong with a body by the schema of the operation's success; nothing when none is declared. */
  faultsOf(method: string, path: string, body: unknown): readonly string[];
}

const operationSchema = z.object({
  responses: z.record(
    z.string(),
    z.object({ content: z.record(z.string(), z.object({ schema: z.unknown().optional() })).optional() }),
  ),
});

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

export function readDescription(file: string): Description {
  const document = documentSchema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'vendor', components: asJsonSchema(document.components) });
  const validators = new Map<string, ValidateFunction>();

  const operationOf = (method: string, path: string) => {
    const found = operationSchema.safeParse(document.paths[path]?.[method.toLowerCase()]);
    return found.success ? found.data : undefined;
  };

  return {
    statusesOf(method, path) {
      const operation = operationOf(method, path);
      return operation === undefined ? undefined : Object.keys(operation.responses).map(Number);
    },
    faultsOf(method, path, body) {
      const content = operationOf(method, path)?.responses['200']?.content ?? {};
      const schema = Object.values(content).find((entry) => entry.schema !== undefined)?.schema;
      if (schema === undefined) return [];
      const key = `${method} ${path}`;
      const validate = validators.get(key) ?? ajv.compile(asSchema(asJsonSchema(schema)));
      validators.set(key, validate);
      if (validate(body)) return [];
      return (validate.errors ?? []).map(
        (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
      );
    },
  };
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type "null", and its references are meant within the document. */
function asJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    const isReference = key === '$ref' && typeof inner === 'string';
    return [key, isReference ? inner.replace('#/', 'vendor#/') : asJsonSchema(inner)] as const;
  });
  const { nullable, ...schema } = Object.fromEntries(entries);
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function asSchema(value: unknown): object {
  return z.looseObject({}).parse(value);
}
