/** What leads somewhere else in a path, and what no terminal should be sent. */
const UNSAFE = /[/\\\p{Cc}]/gu;

/**
 * Names for the parts of a file, sheets or tables, that the files of a report can have: whatever a
 * table is called, it stays in its folder, and no two have the same.
 */
export function partNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe = name.replace(UNSAFE, "_");
    let free = safe;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${safe}~${n}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
