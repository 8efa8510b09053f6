import { UNHEARD } from "../../../importers/convert/unheard.ts";
import type { Field } from "../../../importers/define.ts";
import type { FieldMapping } from "../../mapping/field-mapping.ts";
import type { EntityMapping } from "../../mapping/mapping.ts";
import type { Decision } from "../assessment.ts";
import { letterCase } from "../evidence/observe-nulls.ts";
import type { WrittenMapping } from "./draft-mapping.ts";

type Options = Readonly<Record<string, unknown>>;

/** What a field reads without being told. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  date: ["YYYY-MM-DD"],
  time: ["HH:mm", "HH:mm:ss"],
};
const CONTEXT = { currency: "XXX", timeZone: "UTC" };

/** Names that people bear and programs write for nothing: Null, Nan, Nil, None. */
const NAMES = new Set(["null", "nan", "nil", "none", "na", "no", "nul", "nat"]);
const NAME_FIELDS: ReadonlySet<Field["holds"]> = new Set<Field["holds"]>([
  "firstName",
  "lastName",
  "fullName",
]);

/** What a mapping has to say of a field's conversion, of all that its cells prove. */
export function fieldOptions(field: Field, decisions: readonly Decision[]): Options {
  const proven = decisions.flatMap(({ options }) => Object.entries(options));
  const allowed = new Set([...Object.keys(field.options.shape), "nullTokens"]);
  const said = Object.fromEntries(proven.filter(([name]) => allowed.has(name)));
  const { format, codes, nullTokens, ...rest } = said;
  const among = decisions.find(({ subject }) => subject === "nullTokens")?.among;
  const nothing = tokensFor(field, nullTokens, among);
  const unusual = codes === undefined ? {} : unusualCodes(field, codes as Codes);
  return {
    ...(format !== undefined && !isUsual(field, format) && { format }),
    ...(Object.keys(unusual).length > 0 && { codes: unusual }),
    ...rest,
    ...(nothing.length > 0 && { nullTokens: nothing }),
  };
}

function tokensFor(
  { kind, holds, hasWords }: Field,
  tokens: unknown,
  among: Decision["among"],
): string[] {
  const all = Array.isArray(tokens) ? tokens.map(String) : [];
  // That none are known is written as nothing is elsewhere: None, -, N/A.
  if (kind === "list") return [];
  if (hasWords) return all.filter((token) => BY_PROGRAMS.test(token));
  return all.filter((token) => !NAME_FIELDS.has(holds) || !mayBeName(token, among));
}

/** Nobody writes them by hand for what was found. */
const BY_PROGRAMS = /^(?:[[(<]?null[\])>]?|\\n|#.+|nan|nat|undefined)$/i;

/** A program writes NULL among Smith and Jones: in the letter case of the names, it may be one. */
function mayBeName(token: string, among: Decision["among"]): boolean {
  if (!NAMES.has(token.toLowerCase())) return false;
  const written = letterCase(token);
  return written === "mixed" || written === among;
}

function isUsual({ kind }: Field, format: unknown): boolean {
  const usual = USUAL[kind] ?? [];
  return [format].flat().every((one) => usual.includes(String(one)));
}

type Codes = Readonly<Record<string, string>>;

/** Codes that the field does not read, or not so, by itself. */
function unusualCodes(field: Field, codes: Codes): Readonly<Record<string, string | boolean>> {
  const convert = field.compile({}, CONTEXT);
  const meant = (value: string) => (field.kind === "boolean" ? value === "true" : value);
  return Object.fromEntries(
    Object.entries(codes)
      .map(([code, value]) => [code, meant(value)] as const)
      .filter(([code, value]) => convert(code, UNHEARD) !== value),
  );
}

/** A draft as the readers of mappings take it, before a person has filled in what is missing. */
export function entityMappings({ entities }: WrittenMapping): Record<string, EntityMapping> {
  return Object.fromEntries(
    Object.entries(entities).map(([name, { file, fields, where }]) => {
      const read = Object.fromEntries(
        Object.entries(fields).map(([field, written]) => [field, plainField(written)]),
      );
      return [name, { file, fields: read, ignore: [], where, nullTokens: [], rules: {} }];
    }),
  );
}

function plainField(written: WrittenMapping["entities"][string]["fields"][string]): FieldMapping {
  const plain = { join: " ", value: undefined, optional: false, options: {} };
  if (typeof written === "string") return { ...plain, columns: [written] };
  // What another file gives is not read with this one.
  if (written["file"] !== undefined) return { ...plain, columns: [] };
  const { column, columns = [column] } = written as { column?: string; columns?: string[] };
  return { ...plain, columns: columns.filter((one) => one !== undefined) };
}
