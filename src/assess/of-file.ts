import { groupBy } from "../plain/group-by.ts";

/** What a list says of one file. It is sorted once: each of very many files asks. */
export const ofFile = groupedOnce(({ file }: { readonly file: string }) => file);

/** The same by the file that is pointed to. */
export const toFile = groupedOnce(({ toFile: target }: { readonly toFile: string }) => target);

function groupedOnce<Listed>(nameOf: (one: Listed) => string) {
  const known = new WeakMap<readonly Listed[], ReadonlyMap<string, readonly Listed[]>>();
  return <One extends Listed>(list: readonly One[], name: string): readonly One[] => {
    const groups = known.get(list) ?? groupBy(list, nameOf);
    known.set(list, groups);
    return (groups.get(name) ?? []) as readonly One[];
  };
}
