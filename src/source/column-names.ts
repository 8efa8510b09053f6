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

/** Other columns of a header that had this name, too. */
export const namesakes = (name: string, header: readonly string[]): string[] =>
  header.filter(
    (one) => one.startsWith(`${name} (column `) && /^ \(column \d+\)$/.test(one.slice(name.length)),
  );
