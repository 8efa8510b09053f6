import {
  columnsAside,
  decisionText,
  filledText,
  isDecided,
  type LeftOutBy,
} from "../aside/aside.ts";
import type { EntityMapping, Mapping } from "../mapping.ts";

interface Facts {
  readonly header: readonly string[] | undefined;
  readonly cells?: ReadonlyMap<string, number>;
  readonly application: string;
  example(columns: readonly string[], join: string): string | null;
}

/** What a row of the sheet says of a column. */
interface Said {
  readonly conversion: string;
  readonly decision: string;
  readonly decider: "the hospital" | "nobody" | "default";
}

/** Columns that feed no field: those of the export, or as many as the mapping names. */
export function asideRows(own: EntityMapping, mapping: Mapping, facts: Facts) {
  const { header = [], example, cells, application } = facts;
  const found = columnsAside({ header, mapping: own }, mapping, {});
  const columns = new Set(header);
  const listed = own.ignore.filter(({ column }) => !columns.has(column));
  const rowOf = (name: string, { conversion, decision, decider }: Said) => {
    const count = cells?.get(name);
    const counted = count === undefined ? [] : [filledText(count)];
    const seen = { columns: [name], example: example([name], "") };
    const none = { field: null, targets: [], rules: [] };
    return { ...seen, ...none, conversion, decision: [decision, ...counted].join("; "), decider };
  };
  return [
    ...found.map((one) => rowOf(one.name, one.fate === "kept" ? kept(application) : leftOut(one))),
    ...listed.map((one) => rowOf(one.column, leftOut(one))),
  ];
}

const kept = (application: string): Said => ({
  conversion: "kept in the ledger",
  decision: `${application} has no field for it`,
  decider: "default",
});

const leftOut = (one: LeftOutBy): Said => ({
  conversion: "not imported",
  decision: `left out: ${decisionText(one)}`,
  decider: isDecided(one) ? "the hospital" : "nobody",
});
