/**
 * Names by which columns can be told apart: one without a name is `column 4`, a second one of a name
 * `NAME (column 6)`.
 */
export function distinctNames(header: readonly string[]): string[] {
  const taken = new Set(header);
  const seen = new Set<string>();
  return header.map((name, at) => {
    if (name !== "" && !seen.has(name)) {
      seen.add(name);
      return name;
    }
    const told = untaken(name, at, taken);
    taken.add(told);
    return told;
  });
}

function untaken(name: string, at: number, taken: ReadonlySet<string>): string {
  const told = name === "" ? `column ${at + 1}` : `${name} (column ${at + 1})`;
  return taken.has(told) ? untaken(told, at, taken) : told;
}

const TOLD = / \(column \d+\)/g;

/** What finds the other columns of a header that had a name, too. */
export function namesakesIn(header: readonly string[]): (name: string) => readonly string[] {
  const known = new Map<string, string[]>();
  for (const one of header) {
    // The last addition is ours; a name may have had one before.
    const last = [...one.matchAll(TOLD)].at(-1);
    if (last === undefined || last.index + last[0].length < one.length) continue;
    const name = one.slice(0, last.index);
    const alike = known.get(name);
    if (alike === undefined) known.set(name, [one]);
    else alike.push(one);
  }
  return (name) => known.get(name) ?? [];
}
