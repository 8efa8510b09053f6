/** What a list holds, by a key: looked up rather than searched for, again and again, in all of it. */
export function groupBy<Key, Value>(
  list: Iterable<Value>,
  keyOf: (value: Value) => Key,
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of list) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** The first of each key. */
export function firstBy<Key, Value>(
  list: Iterable<Value>,
  keyOf: (value: Value) => Key,
): Map<Key, Value> {
  const first = new Map<Key, Value>();
  for (const value of list) {
    const key = keyOf(value);
    if (!first.has(key)) first.set(key, value);
  }
  return first;
}
