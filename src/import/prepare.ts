import type { Cell, Draft, Facts, Rule } from "../../importers/define.ts";
import type { SourceRecord } from "../source/record.ts";
import type { CellTotals } from "./cell-totals.ts";
import type { FillField, Findings } from "./compile-field.ts";
import { hashRow, type StoredValue } from "./content-hash.ts";
import type { Issue } from "./issue.ts";
import type { MakeIssue } from "./issue-maker.ts";
import type { OwnedColumn, PreparedRecord } from "./prepared-record.ts";

/** Maps and validates one record; a bad record is handed on with its issues. */
export type Prepare = (record: SourceRecord) => PreparedRecord;

interface Preparation {
  /** Cells that a sound record has. */
  readonly width: number;
  readonly fields: readonly FillField[];
  readonly columns: readonly OwnedColumn[];
  readonly references: number;
  readonly rules: readonly CompiledRule[];
  /** Found on every record: required fields that mapping or file go without. */
  readonly always: readonly Issue[];
  readonly makeIssue: MakeIssue;
  readonly complete: (row: Draft) => void;
  readonly mappedCells: CellTotals;
  readonly asOf: string;
}

/** A rule and what it finds. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly issue: Issue;
}

const NO_HASHES = hashRow([]);

/** Makes the stage that maps and validates the records of one file. */
export function prepareStage(preparation: Preparation): Prepare {
  const { fields, columns, references, rules, always, mappedCells, asOf, complete } = preparation;
  const facts: Facts = { asOf, parents: {} };
  return (record) => {
    const fingerprint = mappedCells.add(record);
    const findings: Findings = {
      row: {},
      parents: new Array(references).fill(null),
      issues: rowIssues(record, preparation),
      rounded: [],
    };
    const { row, parents, issues, rounded } = findings;
    if (record.cells.length === preparation.width) {
      for (const fill of fields) fill(record.cells, findings);
      issues.push(...always);
      complete(row);
      for (const { rule, issue } of rules) if (rule.broken(row, facts)) issues.push(issue);
    }
    const values = columns.map(({ key }) => stored(row[key]));
    const { record: number, line, offset } = record;
    return {
      ...{
        record: number,
        line,
        offset,
        cells: record.cells,
        row,
        parents,
        issues,
        rounded,
        fingerprint,
        values,
      },
      legacyId: (row["legacyId"] as string | null | undefined) ?? null,
      hashes: hashRow(values),
      parentHashes: references === 0 ? NO_HASHES : hashRow(parents),
    };
  };
}

/** A value as SQLite stores it. */
export function stored(value: Cell | undefined): StoredValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  return value ?? null;
}

function rowIssues(record: SourceRecord, { width, makeIssue }: Preparation): Issue[] {
  const issues = record.flaws.flatMap((flaw) => {
    const issue = makeIssue(`row.${flaw}`);
    if (issue === undefined) return [];
    const { badByte } = record;
    const isNamed = flaw === "encoding" && badByte !== undefined;
    return isNamed ? [{ ...issue, detail: `byte ${badByte}` }] : [issue];
  });
  if (record.cells.length === width || record.cells.length === 0) return issues;
  const word = record.cells.length < width ? "row.too-few-cells" : "row.too-many-cells";
  return issues.concat(makeIssue(word) ?? []);
}
