/** What goes into a store and what comes out are never the same object: a caller that changes its own changes nothing here. */
export function copy<Value>(value: Value): Value {
  return structuredClone(value);
}
