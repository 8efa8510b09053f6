import type { FieldContext } from "../../../importers/define.ts";
import type { Issue } from "../../ledger/issue.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import { conditionsOf } from "../../mapping/where/condition.ts";
import { type JudgeRecord, recordsMeant } from "../../mapping/where/records-meant.ts";
import type { MakeIssue } from "./issue-maker.ts";

type Cells = { readonly cells: readonly string[] };

/** Which records of a file are none of an entity. */
export interface OtherRecords {
  /** Undefined if all of them are of the entity. */
  readonly judge: JudgeRecord | undefined;
  /** Undefined if no record can be. */
  readonly isOther: ((record: Cells) => boolean) | undefined;
  /** What is found where a column's cell does not tell. */
  foundUnclear(column: string): readonly Issue[];
  /** What is found on a record of another entity: that it is of none of those that the file is read for. */
  foundOnOther(record: Cells): readonly Issue[];
}

/** Compiles what the mapping says about it. */
export function otherRecords(
  { importer, mapping, header, readers = [] }: FittedFile,
  makeIssue: MakeIssue,
  context: FieldContext,
): OtherRecords {
  const judge = recordsMeant({ importer, mapping, header }, context);
  const judges = readers.map((one) => recordsMeant({ ...one, header }, context));
  // One of the readers tells it.
  const tells = readers[0]?.importer === importer;
  const issue = tells ? makeIssue("row.of-none") : undefined;
  const found = issue === undefined ? [] : [issue];
  const notTold = makeIssue("row.where-unclear");
  // Made once: many records share them.
  const unclear = new Map(
    conditionsOf(mapping.where).map(({ column }) => [
      column,
      notTold ? [{ ...notTold, column }] : [],
    ]),
  );
  return {
    judge,
    foundUnclear: (column) => unclear.get(column) ?? [],
    isOther: judge && (({ cells }) => judge(cells) === "other"),
    foundOnOther: ({ cells }) => {
      const isOfNone = tells && judges.every((one) => one?.(cells) === "other");
      return isOfNone ? found : [];
    },
  };
}
