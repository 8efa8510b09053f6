import { createHash } from "node:crypto";
import type { ListedPair, PersonList } from "../../jobs/persons/list.ts";
import type { RecordName } from "../../persons/merge.ts";
import { pairKey } from "../../persons/verdicts/verdict-ledger.ts";
import { UsageError } from "../../plain/errors.ts";

const LENGTH = 16;

/** What the address of a pair's page has in place of two numbers of patients. */
export const pairName = (pair: { readonly a: RecordName; readonly b: RecordName }): string =>
  createHash("sha256").update(pairKey(pair)).digest("hex").slice(0, LENGTH);

/** @throws UsageError if the list has no such pair any more */
export const recordsNamed = (list: PersonList, name: string): [RecordName, RecordName] => {
  const { a, b } = pairNamed(list, name);
  return [a, b];
};

function pairNamed({ pairs }: PersonList, name: string): ListedPair {
  const found = pairs.find((pair) => pairName(pair) === name);
  if (found !== undefined) return found;
  throw new UsageError("These two records are no longer in the list.", {
    cure: "Go back to the list: they are one person by now, or a search did not find them again.",
  });
}
