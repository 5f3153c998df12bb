import pg from 'pg';

/** How values arrive. pg gives bigint as text, since it may exceed what a number holds; ours (positions, counts) never do. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? parsePosition : pg.types.getTypeParser(oid, format ?? 'text'),
};

function parsePosition(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new Error('A bigint of the database is too large for a number.');
}
