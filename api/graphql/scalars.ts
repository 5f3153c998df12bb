import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from 'graphql';
import { timeSchema } from '#schemas/api/common.ts';

/** RFC 3339, both ways as a text. */
export const dateTime = new GraphQLScalarType<string, unknown>({
  name: 'DateTime',
  serialize: (value) => value,
  parseValue: readTime,
  parseLiteral: (node, variables) => readTime(valueFromASTUntyped(node, variables)),
});

export const json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

function readTime(value: unknown): string {
  const parsed = timeSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new GraphQLError(`DateTime ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
}
