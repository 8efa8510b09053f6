import type { Importer } from "../../../importers/define.ts";
import type { Holding } from "../../../importers/define-holding.ts";
import { isCurrency } from "../../../shared/currency.ts";
import { currenciesOf } from "../../../shared/currency-signs.ts";
import type { Part } from "../../mapping/person-name.ts";
import type { ReadingByFile } from "../../source/reading-settings.ts";
import type { ColumnProposal, FileProposal, LookupProposal } from "../assessment.ts";

/** From this score on a column is mapped; below it is proposed. */
export const APPLIED = 0.7;
/** The same for what a file is. */
export const FILE_APPLIED = 0.55;
/** ISO 4217: no currency. */
const NO_CURRENCY = "XXX";
const EVERYWHERE = "UTC";

/** A field as a mapping file says it. */
export type WrittenField = string | Readonly<Record<string, unknown>>;

/** An entity as a mapping file says it. */
export interface WrittenEntity {
  /** Left out where a person has to say it. */
  readonly file?: string | readonly string[];
  readonly fields: Readonly<Record<string, WrittenField>>;
  readonly where?: { readonly column: string; readonly is: readonly string[] };
  readonly rules: Readonly<Record<string, never>>;
}

/** What a person has to say before an import can go on. */
export interface WrittenQuestion {
  /** The key of the mapping that says it. */
  readonly key: string;
  /** A rule that says it too, where it is lowered. */
  readonly rule?: string;
  /** Other keys that say it. */
  readonly or?: readonly string[];
  /** A file: to name it as one of an entity's says it too. */
  readonly file?: string;
  readonly says: string;
  readonly choices?: readonly string[];
}

/** What may be meant, and is not certain enough to be done. */
export interface WrittenProposal {
  readonly file: string;
  readonly column: string;
  readonly entity: string;
  readonly field: string;
  readonly score: number;
  readonly reason: string;
}

/** A mapping file in the making: what stands in it, as it stands. */
export interface WrittenMapping {
  readonly $schema: string;
  readonly mappingVersion: 1;
  readonly legacySystem: string;
  readonly currency?: string;
  readonly timeZone?: string;
  readonly reading?: ReadingByFile;
  readonly unmapped: "keep";
  readonly entities: Readonly<Record<string, WrittenEntity>>;
  readonly undecided?: readonly WrittenQuestion[];
  readonly proposals?: readonly WrittenProposal[];
}

/** What a mapping is drafted from. */
export interface Drafting {
  readonly proposals: readonly FileProposal[];
  readonly importers: readonly Importer[];
  readonly legacySystem: string;
  /** Files whose column names were made up. */
  readonly headless: ReadonlySet<string>;
  /** What is to be said of a field's conversion: formats, codes. */
  readonly optionsOf: (entity: string, field: string) => Readonly<Record<string, unknown>>;
  /** How cells are written, where they leave it open. */
  readonly undecided?: readonly WrittenQuestion[];
}

/**
 * Writes what is proposed as a mapping: columns that are sure enough are mapped, the others are ignored,
 * so that the file imports as it is; what is less sure is listed, and what a person must say is asked.
 */
export function draftMapping(drafting: Drafting): WrittenMapping {
  const taken = drafting.proposals.filter(({ entity, score }) => entity && score >= FILE_APPLIED);
  const entities = Object.fromEntries(
    drafting.importers.flatMap((importer) => {
      const files = taken.filter(({ entity }) => entity === importer.entity);
      return files.length === 0 ? [] : [[importer.entity, entityOf(importer, files, drafting)]];
    }),
  );
  const money = usedFields(entities, drafting.importers, ({ kind }) => kind === "money");
  const instants = instantFields(entities);
  const undecided = [
    ...currencyQuestion(
      money,
      entities,
      taken.flatMap(({ currencies = [] }) => currencies),
    ),
    ...instants.slice(0, 1).map((field): WrittenQuestion => {
      const says = `${field} holds instants with a zone: say in which time zone the hospital is (IANA, such as Asia/Kolkata)`;
      return { key: "timeZone", says };
    }),
    ...drafting.proposals
      .filter((one) => taken.includes(one) || one.rivals !== undefined)
      .flatMap(({ open }) => open.flatMap(asWritten)),
    ...(drafting.undecided ?? []),
  ];
  const proposals = [
    ...taken.flatMap(secondOf),
    ...drafting.proposals.flatMap((file) => unsure(file, taken.includes(file))),
    ...taken.flatMap(({ file, entity, hints = [] }) =>
      hints.map((hint): WrittenProposal => ({ file, entity: entity ?? "", ...hint })),
    ),
  ];
  const headless = taken.filter(({ file }) => drafting.headless.has(file));
  const reading = Object.fromEntries(
    headless.map(({ file }) => [file, { headerRow: "none" as const }]),
  );
  return {
    $schema: "./mapping.schema.json",
    mappingVersion: 1 as const,
    legacySystem: drafting.legacySystem,
    ...(money.length === 0 && { currency: NO_CURRENCY }),
    ...(instants.length === 0 && { timeZone: EVERYWHERE }),
    ...(headless.length > 0 && { reading }),
    // What nobody has decided to leave out is kept.
    unmapped: "keep" as const,
    entities,
    ...(undecided.length > 0 && { undecided }),
    ...(proposals.length > 0 && { proposals }),
  };
}

/** One currency is that of all amounts: it is asked once, with what their cells and other columns say of it. */
function currencyQuestion(
  money: readonly string[],
  entities: Readonly<Record<string, WrittenEntity>>,
  recorded: readonly string[],
): WrittenQuestion[] {
  const [first, ...others] = money;
  if (first === undefined) return [];
  const [subject, verb] =
    others.length === 0
      ? [first, "is an amount"]
      : [`${first} and ${others.length} more`, "are amounts"];
  const says = `${subject} ${verb}: say in which currency (ISO 4217, such as INR)`;
  const told = [...new Set(recorded)];
  if (told.length > 0) {
    const codes = told.map((code) => JSON.stringify(code));
    return [{ key: "currency", says: `${says}; a column says ${told.join(", ")}`, choices: codes }];
  }
  const signed = money
    .map((field) => currencySigns(field, entities))
    .find(({ codes }) => codes.length > 0);
  if (signed === undefined) return [{ key: "currency", says }];
  const choices = signed.codes.map((code) => JSON.stringify(code));
  return [{ key: "currency", says: `${says}; cells have ${signed.signs.join(", ")}`, choices }];
}

function asWritten({ decision, ...question }: FileProposal["open"][number]): WrittenQuestion[] {
  const { key, rule, or, file, says, choices } = question;
  if (decision !== null) return [];
  const more = { ...(rule && { rule }), ...(or && { or }), ...(file && { file }) };
  return [{ key, ...more, says, ...(choices && { choices }) }];
}

function entityOf(
  importer: Importer,
  files: readonly FileProposal[],
  { optionsOf, proposals }: Drafting,
): WrittenEntity {
  const columns = columnsOfAll(files);
  const headers = [...files, ...proposals.filter((one) => isPartOf(one, importer))].map(
    ({ columns, rename = {} }) => columns.map(({ header }) => rename[header] ?? header),
  );
  const asked = new Set(files.flatMap(({ open }) => open.map(({ key }) => key)));
  const fields = Object.keys(importer.fields).flatMap((name): [string, WrittenField][] => {
    // Which of its columns is meant is for a person to write.
    if (asked.has(`entities.${importer.entity}.fields.${name}`)) return [];
    const feeding = columnsFor(name, columns);
    const lookup = files.flatMap(({ lookups = [] }) => lookups).find(({ field }) => field === name);
    if (feeding.length === 0) return lookup === undefined ? [] : [[name, writtenLookup(lookup)]];
    const zeros = feeding[0]?.zeros;
    const options = optionsOf(importer.entity, name);
    const told = zeros === undefined ? options : { ...options, ...zeros };
    const field = fieldOf(importer.fields[name]?.holds, feeding, told);
    return [[name, isInAll(feeding, headers) ? field : optional(field)]];
  });
  const names = files.map(({ file }) => file);
  const where = files[0]?.where;
  return {
    ...(!asked.has(fileKey(importer)) && { file: names.length === 1 ? (names[0] ?? "") : names }),
    fields: Object.fromEntries(fields),
    ...(where && { where }),
    rules: {},
  };
}

function writtenLookup({ file, columns, by }: LookupProposal): WrittenField {
  const [only, second] = columns;
  return second === undefined ? { file, column: only, by } : { file, columns, join: " ", by };
}

/** What a file could be instead. */
function secondOf({ file, entity, second, reason }: FileProposal): WrittenProposal[] {
  if (second === undefined) return [];
  const told = `it is read as ${entity} (${reason}), but could be ${second.entity}`;
  return [{ file, column: "", field: "", ...second, reason: told }];
}

/** What of a mapping says which files are an entity's. */
export const fileKey = ({ entity }: Pick<Importer, "entity">): string => `entities.${entity}.file`;

/** The columns of all files of an entity, each once: a column is what most certainly says what it is. */
function columnsOfAll(files: readonly FileProposal[]): readonly ColumnProposal[] {
  const [first, ...more] = files;
  const columns = [...(first?.columns ?? [])];
  for (const column of more.flatMap((file) => file.columns)) {
    const at = columns.findIndex(({ header }) => header === column.header);
    if (at === -1) columns.push(column);
    else if (columns[at]?.field === null) columns[at] = column;
  }
  return columns;
}

/** A person may say that it is. */
const isPartOf = ({ rivals, rename }: FileProposal, { entity }: Importer): boolean =>
  rivals === entity && rename !== undefined;

const isInAll = (
  feeding: readonly ColumnProposal[],
  headers: readonly (readonly string[])[],
): boolean => feeding.every(({ header }) => headers.every((one) => one.includes(header)));

/** Some of the entity's files lack the column. */
const optional = (field: WrittenField): WrittenField =>
  typeof field === "string" ? { column: field, optional: true } : { ...field, optional: true };

function columnsFor(name: string, columns: readonly ColumnProposal[]): ColumnProposal[] {
  return columns
    .filter(({ field, fields, score }) => {
      return score >= APPLIED && (fields?.includes(name) ?? field === name);
    })
    .sort((one, other) => (one.part ?? 1) - (other.part ?? 1));
}

/** Which part of a whole name is which field. */
const TAKEN: Readonly<Partial<Record<Holding, Part>>> = {
  firstName: "given names",
  lastName: "family name",
};

function fieldOf(
  holds: Holding | undefined,
  feeding: readonly ColumnProposal[],
  options: Readonly<Record<string, unknown>>,
): WrittenField {
  const headers = feeding.map(({ header }) => header);
  const [only] = headers;
  const take = feeding[0]?.fields && holds && TAKEN[holds];
  if (headers.length > 1) {
    return { columns: headers, join: holds === "address" ? ", " : " ", ...options };
  }
  if (take !== undefined) return { column: only, take, ...options };
  return Object.keys(options).length === 0 ? (only ?? "") : { column: only, ...options };
}

/** The signs that stand in an amount's cells, and the currencies that all of them may be of. */
function currencySigns(amount: string, entities: Readonly<Record<string, WrittenEntity>>) {
  const [entity = "", name = ""] = amount.split(".");
  const field = entities[entity]?.fields[name];
  const symbols = typeof field === "object" ? [field["symbols"] ?? []].flat() : [];
  const signs = symbols.filter((one): one is string => typeof one === "string");
  const of = signs.flatMap((sign) => {
    const codes = currenciesOf(sign);
    return codes === undefined ? [] : [codes];
  });
  const codes = (of[0] ?? []).filter((code) => of.every((one) => one.includes(code)));
  return { signs, codes: codes.filter(isCurrency) };
}

function usedFields(
  entities: Readonly<Record<string, WrittenEntity>>,
  importers: readonly Importer[],
  wanted: (field: Importer["fields"][string]) => boolean,
): string[] {
  return importers.flatMap(({ entity, fields }) =>
    Object.entries(fields)
      .filter(([name, field]) => wanted(field) && entities[entity]?.fields[name] !== undefined)
      .map(([name]) => `${entity}.${name}`),
  );
}

function instantFields(entities: Readonly<Record<string, WrittenEntity>>): string[] {
  return Object.entries(entities).flatMap(([entity, { fields }]) =>
    Object.entries(fields)
      .filter(([, field]) => typeof field === "object" && hasZone(field["format"]))
      .map(([name]) => `${entity}.${name}`),
  );
}

const hasZone = (format: unknown): boolean =>
  [format]
    .flat()
    .some((one) => typeof one === "string" && one.replace(/\[[^\]]*\]/g, "").includes("Z"));

function unsure({ file, entity, columns }: FileProposal, taken: boolean): WrittenProposal[] {
  return columns.flatMap(({ header, field, score, reason }): WrittenProposal[] => {
    if (field === null || entity === null || (taken && score >= APPLIED)) return [];
    return [{ file, column: header, entity, field, score, reason }];
  });
}

/** From these scores on a proposal needs nobody to look at it. */
const CERTAIN = { file: 0.8, column: 0.85 };

/**
 * Whether an import may go on with what is proposed: each file is surely what it is taken for and the only
 * one that could be it, each required field is surely its column, and nothing is left to a person.
 */
export function isCertain(
  written: WrittenMapping,
  { proposals, importers }: Pick<Drafting, "proposals" | "importers">,
): boolean {
  const taken = proposals.filter(({ entity }) => entity !== null);
  const rivals = proposals.some((one) => one.rivals !== undefined);
  if (taken.length === 0 || rivals || (written.undecided ?? []).length > 0) return false;
  return taken.every(({ entity, score, columns }) => {
    const fields = importers.find((one) => one.entity === entity)?.fields ?? {};
    const doubtful = columns.some(
      ({ field, score: sure }) => field && fields[field]?.required && sure < CERTAIN.column,
    );
    return score >= CERTAIN.file && !doubtful;
  });
}
