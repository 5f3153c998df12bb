import { z } from 'zod';
import { serviceFileSchema } from './service-file.ts';

/** The JSON Schema of `service.yaml`, for editors. What it cannot say, the loader still checks. */
export function catalogJsonSchema(): object {
  // Editors' YAML support reads draft 7 most completely.
  const schema = z.toJSONSchema(serviceFileSchema, { io: 'input', target: 'draft-7' });
  return { ...schema, title: 'Showrunner service definition' };
}
