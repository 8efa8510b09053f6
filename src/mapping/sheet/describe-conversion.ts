import { ANY_FILE, isByFile } from "../../../importers/convert/by-file.ts";
import type { Field, FieldContext } from "../../../importers/define.ts";
import type { Cut } from "../cut-cell.ts";
import type { FieldMapping, LookedUp } from "../field-mapping.ts";

/** A part of how a cell becomes a value, in words. */
export interface ConversionPart {
  readonly text: string;
  /** The mapping says so; otherwise it is what the application does by itself. */
  readonly isChosen: boolean;
}

/** How a field's cells become its values: its kind, what the mapping says of it, and what an empty cell is. */
export function describeConversion(
  field: Field,
  { columns, from, cut = {}, join, value, optional, options, ...rest }: FieldMapping,
  context: FieldContext,
): ConversionPart[] {
  const { nullTokens = [] } = rest as { readonly nullTokens?: readonly string[] };
  const hasCountry = field.kind === "phone" && field.companion?.isFilled(options, context);
  const country = hasCountry ? [`E.164 for ${String(options["country"] ?? context.country)}`] : [];
  const chosen = [
    ...(value === undefined ? [] : ["the same for every record"]),
    ...(from === undefined ? [] : [lookedUpIn(from)]),
    ...((from?.columns ?? columns).length > 1 ? [`joined with ${JSON.stringify(join)}`] : []),
    ...describeCut(cut),
    ...Object.entries(options).flatMap(([name, said]) => describeOption(name, said)),
    ...(nullTokens.length > 0 ? [`empty if ${list(nullTokens)}`] : []),
  ];
  // A mapping's codes come before the usual ones; a format of its own stands instead.
  const isReplaced = options["codes"] === undefined && Object.values(options).some(Boolean);
  const usual = [
    ...(field.usual === undefined || isReplaced || value !== undefined ? [] : [field.usual]),
    ...(field.currencyColumn === undefined ? [] : [`in ${context.currency}`]),
    ...(field.blank === null ? [] : [`empty is ${String(field.blank)}`]),
    ...(field.required ? ["required"] : []),
    ...(optional ? ["the export may lack it"] : []),
  ];
  return [
    { text: field.kind, isChosen: false },
    ...[...chosen, ...country].map((text) => ({ text, isChosen: true })),
    ...usual.map((text) => ({ text, isChosen: false })),
  ];
}

/** `name of departments.csv where its id is the record's dep_id`. */
function lookedUpIn({ file, columns, by }: LookedUp): string {
  const keys = by.map(({ theirs, own }) => `its ${theirs} is the record's ${own}`);
  return `${columns.join(" + ")} of ${file} where ${keys.join(" and ")}`;
}

function describeCut({ split, part = 1, of, find, strip, pad }: Cut): string[] {
  const parts = of ?? Math.max(2, part);
  return [
    ...(find === undefined ? [] : [`the ${find} in it`]),
    ...(split === undefined ? [] : [`part ${part} of ${parts}, split at ${JSON.stringify(split)}`]),
    ...(strip === undefined ? [] : [`without ${JSON.stringify(strip)} at its start`]),
    ...(pad === undefined ? [] : [`numbers of at least ${pad} digits, zeros before them`]),
  ];
}

/** `format: DD/MM/YYYY`, `1 is M, 2 is F`. */
function describeOption(name: string, said: unknown): string[] {
  if (said === undefined || name === "country") return [];
  if (name === "codes") {
    return [list(Object.entries(said as object).map(([code, value]) => `${code} is ${value}`))];
  }
  if (isByFile(said)) {
    return Object.entries(said).map(([file, one]) => `${name} of ${fileName(file)}: ${plain(one)}`);
  }
  return [`${name}: ${plain(said)}`];
}

const fileName = (file: string): string => (file === ANY_FILE ? "all other files" : file);

const plain = (said: unknown): string => (Array.isArray(said) ? list(said) : String(said));

const list = (words: readonly unknown[]): string => words.map(String).join(", ");
