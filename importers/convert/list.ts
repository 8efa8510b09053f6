import { z } from "zod";
import type { Convert, Field } from "../define.ts";
import { type ListPhrases, type ListRead, listReader } from "./list-pieces.ts";

/** What a person may say of a word that stands in place of a list. */
const MEANT = ["none-known", "not-recorded", "undecided"] as const;
type Means = Readonly<Record<string, (typeof MEANT)[number]>>;

interface ListSettings<Column extends string> {
  /** Where the cell goes, as it was. */
  readonly column: Column;
  /** Where one of `LIST_STATES` goes. */
  readonly stateColumn: string;
  /** Columns that are filled along with that one, by `complete`. */
  readonly more?: readonly string[];
  readonly phrases: ListPhrases;
}

const JOINED =
  /\s(?:and|und|y|et|e|en|i|и|ve|dan|và)\s|\S\s*[&+]\s*\S|\p{L}\s*\/\s*\p{L}|与|和|及/u;

// Made once: there are hundreds of fields.
const OPTIONS = z.object({
  /** Word of the cell -> what it means where it stands in place of a list. */
  means: z.record(z.string(), z.enum(MEANT)).optional(),
});

/**
 * A cell that lists things, kept as it was; its items are rows of another table. Beside it, what is known: items are
 * listed, somebody said that there are none, or nothing is recorded.
 */
export function list<const Column extends string>(
  settings: ListSettings<Column>,
): Field<string> & { readonly column: Column } {
  const { column, stateColumn, more = [], phrases } = settings;
  const read = listReader(phrases);
  return {
    kind: "list",
    required: false,
    blank: null,
    holds: "notes",
    column,
    companion: {
      column: stateColumn,
      isFilled: () => true,
      more,
      figure: { nothing: "not-recorded" },
    },
    problems: {
      undecided: {
        severity: "error",
        advice:
          'Say under "means" of this field in the mapping what the word means (none-known, not-recorded or undecided), or correct the cell.',
      },
      contradiction: {
        severity: "warning",
        advice:
          "The cell says that none are known, and lists some. Both were kept: check which is right.",
      },
      denied: {
        severity: "warning",
        advice:
          "The cell denies something in words that are not known. It was kept, and no row was made of that: check it.",
      },
      review: {
        severity: "warning",
        advice:
          "An item of the cell may be several (and, /, &, +, a bracket without its other half). It was kept whole: check it.",
      },
      "no-item": { severity: "error", advice: "The cell has separators and nothing else." },
    },
    options: OPTIONS,
    compile: (options) => compileList(read, meansOf(options), phrases.beside ?? []),
    undecidedWords: (options) => {
      const means = meansOf(options);
      return (cell) => read(cell).undecided.filter((word) => means[word] === undefined);
    },
  } as Field<string> & { readonly column: Column };
}

function meansOf(options: Readonly<Record<string, unknown>>): Means {
  const said = Object.entries((options["means"] as Means | undefined) ?? {});
  return Object.fromEntries(said.map(([word, one]) => [word.trim().toLowerCase(), one]));
}

function compileList(
  read: (cell: string) => ListRead,
  means: Means,
  beside: readonly string[],
): Convert<string> {
  return (cell, sink) => {
    const found = read(cell);
    const state = stateOf(found, means);
    if (state === undefined) {
      sink.companion?.("undecided");
      sink.problem(found.undecided.length > 0 ? "undecided" : "no-item");
      return cell;
    }
    sink.companion?.(state);
    const { items, none, undecided, denials, isUnbalanced } = found;
    const denied =
      none.some((code) => !beside.includes(code)) ||
      undecided.some((word) => means[word] === "none-known");
    if (items.length > 0 && denied) sink.problem("contradiction");
    if (denials > 0) sink.problem("denied");
    if (isUnbalanced || items.some((item) => JOINED.test(item))) sink.problem("review");
    return cell;
  };
}

/** Undefined where a person has to say what a word means, or nothing is said at all. */
function stateOf({ items, none, notRecorded, undecided, denials }: ListRead, means: Means) {
  const meant = undecided.map((word) => means[word]);
  if (meant.includes(undefined)) return undefined;
  if (items.length > 0) return "listed";
  if (denials > 0 || meant.includes("undecided")) return "undecided";
  if (none.length > 0 || meant.includes("none-known")) return "none-known";
  return notRecorded > 0 || meant.length > 0 ? "not-recorded" : undefined;
}
