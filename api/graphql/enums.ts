/**
 * GraphQL's names may not hold a dash and are in capitals by custom; the values behind them are the domain's own words. The
 * schema must name exactly these, else the server does not start.
 */
export function enumOf<Value extends string>(values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(values.map((value) => [value.toUpperCase().replaceAll('-', '_'), value]));
}
