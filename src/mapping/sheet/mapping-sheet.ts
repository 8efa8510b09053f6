import { getTableColumns, getTableName } from "drizzle-orm";
import { applicationOf, type Importer } from "../../../importers/define.ts";
import {
  columnsAside,
  decisionText,
  filledText,
  isDecided,
  type LeftOutBy,
} from "../aside/aside.ts";
import { isToldWith } from "../aside/of-record.ts";
import { companionColumn, type FieldMapping } from "../field-mapping.ts";
import type { EntityMapping, Mapping } from "../mapping.ts";
import type { Reader } from "../readers.ts";
import { CUT_WORD, LOOKUP_WORDS, ruleBook } from "../rule-book.ts";
import { whereText } from "../where/condition.ts";
import { describeConversion } from "./describe-conversion.ts";

// What a mapping does, as the hospital that approves it reads it; plain data.

/** Who has the say: the cells themselves, the hospital, nobody who is named, or the application, where there is nothing to decide. */
export type Decider = "the data" | "the hospital" | "nobody" | "default";

/** One line of the sheet: a legacy column, or several, and what becomes of it. */
export interface SheetRow {
  /** Empty where no column feeds the field. */
  readonly columns: readonly string[];
  /** Masked unless asked for; null if there is none. */
  readonly example: string | null;
  /** `patients.phone`; null if it has no place in the application. */
  readonly field: string | null;
  /** As SQL knows them. */
  readonly targets: readonly string[];
  readonly conversion: string;
  /** Code and severity. */
  readonly rules: readonly SheetRule[];
  /** What was decided, and on which evidence. */
  readonly decision: string;
  /** The same as the mapping itself says it: without evidence and counts of an export. */
  readonly said: string;
  readonly decider: Decider;
}

export interface SheetRule {
  readonly code: string;
  readonly severity: "error" | "warning" | "off";
  /** The mapping says so; otherwise it is as declared. */
  readonly isSet: boolean;
}

export interface EntitySheet {
  readonly entity: string;
  readonly table: string;
  /** Of the export, where it was looked at; else what the mapping names. */
  readonly files: readonly string[];
  /** What the mapping names; none where files are known by their columns. */
  readonly named: readonly string[];
  readonly rows: readonly SheetRow[];
  /** What is looked at on each record, whatever it holds. */
  readonly recordRules: readonly SheetRule[];
  /** Cells that mean "nothing". */
  readonly nullTokens: readonly string[];
  /** Which records of the files are meant; null if all are. */
  readonly only: string | null;
}

export interface MappingSheet {
  readonly schemaVersion: 1;
  readonly mapping: string;
  /** Of what the mapping says: a signature is for this and no other. */
  readonly sha256: string;
  readonly legacySystem: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly country: string | null;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Null where no export was looked at. */
  readonly source: string | null;
  /** Whether examples stand as they are in the export. */
  readonly revealed: boolean;
  readonly entities: readonly EntitySheet[];
  /** Files of the export that are left alone. */
  readonly ignored: readonly { readonly name: string; readonly reason: string }[];
}

/** What a lock says of a field. */
export interface LockedField {
  readonly entity: string;
  readonly field: string;
  readonly evidence: string;
  /** What the data left open when a person had it locked all the same. */
  readonly accepted: readonly string[];
}

/** What is known of one entity besides its mapping. */
export interface EntityFacts {
  readonly files: readonly string[];
  /** Of its files; undefined if no export was looked at. */
  readonly header: readonly string[] | undefined;
  readonly locked: readonly LockedField[];
  /** What stands in columns that are joined so. */
  example(columns: readonly string[], join: string): string | null;
  /** By column that no field is filled from, its cells that are not empty; undefined if they were not counted. */
  readonly cells?: ReadonlyMap<string, number>;
  /** The entities that its file is read for, if there are several. */
  readonly readers?: readonly Reader[] | undefined;
}

/** The sheet of one entity: its fields, what feeds none, and what nothing feeds. */
export function entitySheet(
  importer: Importer,
  mapping: Mapping,
  facts: EntityFacts,
): EntitySheet | undefined {
  const { entity } = importer;
  const own = mapping.entities[entity];
  if (own === undefined) return undefined;
  const rules = sheetRules(importer, own);
  const fields = Object.keys(importer.fields).map((name) =>
    fieldRow({ importer, mapping, facts, rules, name }, own.fields[name]),
  );
  const named = own.file === undefined ? [] : [own.file].flat();
  return {
    entity,
    table: getTableName(importer.table),
    nullTokens: own.nullTokens,
    files: facts.files.length > 0 ? facts.files : named,
    named,
    only: own.where === undefined ? null : whereText(own.where),
    rows: [
      ...fields.filter(isFed),
      ...asideRows(own, mapping, { ...facts, importer }),
      ...fields.filter((row) => !isFed(row)),
    ],
    recordRules: rules.filter(({ code }) => /^[^.]+\.(?:row|target)\./.test(code)),
  };
}

const isFed = ({ columns, decider }: SheetRow): boolean =>
  columns.length > 0 || decider !== "default";

interface FieldFacts {
  readonly importer: Importer;
  readonly mapping: Mapping;
  readonly facts: EntityFacts;
  readonly rules: readonly SheetRule[];
  readonly name: string;
}

function fieldRow(known: FieldFacts, written: FieldMapping | undefined): SheetRow {
  const { importer, mapping, facts, name } = known;
  const { entity } = importer;
  const rules = rulesOf(known, written);
  const base = { field: `${entity}.${name}`, targets: targetsOf(known, written), rules };
  const changed = rules.filter(({ isSet }) => isSet);
  const settings = changed.map(({ code, severity }) => `${code}: ${severity}`);
  if (written === undefined) {
    const isDerived = importer.derives.includes(name);
    const filled = isDerived ? "worked out from other fields" : "not filled";
    const decision = [filled, ...settings].join("; ");
    return {
      ...base,
      columns: [],
      example: null,
      conversion: "",
      decision,
      said: decision,
      // There is no cell to look at.
      rules: isDerived ? rules : changed,
      decider: settings.length > 0 ? "the hospital" : "default",
    };
  }
  const locked = facts.locked.find((one) => one.field === name);
  const field = importer.fields[name];
  const said = field === undefined ? [] : describeConversion(field, written, mapping);
  const evidence = evidenceOf(locked);
  const open = locked !== undefined && locked.accepted.length > 0;
  const chosen = [...said.flatMap(({ text, isChosen }) => (isChosen ? [text] : [])), ...settings];
  return {
    ...base,
    columns: written.columns,
    example: written.value ?? facts.example(written.columns, written.join),
    conversion: said.map(({ text }) => text).join("; "),
    decision: [...evidence, ...chosen].join("; "),
    said: chosen.join("; "),
    decider: decider({ proven: evidence.length > 0 && !open, chosen: open || chosen.length > 0 }),
  };
}

function decider({ proven, chosen }: { readonly proven: boolean; readonly chosen: boolean }) {
  if (proven) return "the data";
  return chosen ? "the hospital" : "default";
}

function evidenceOf(locked: LockedField | undefined): string[] {
  if (locked === undefined) return [];
  const open = locked.accepted.map((kind) => `left open by the data, accepted: ${kind}`);
  return [...(locked.evidence === "" ? [] : [locked.evidence]), ...open];
}

/** All codes of an entity, with the severity that the mapping gives them. */
function sheetRules(importer: Importer, { rules }: EntityMapping): SheetRule[] {
  return [...ruleBook(importer)].map(([code, { severity }]) => {
    const set = rules[code];
    return { code, severity: set ?? severity, isSet: set !== undefined && set !== severity };
  });
}

/** The rules that look at a field, by its label or as the first of several. */
function rulesOf(
  { importer, rules, name }: FieldFacts,
  written: FieldMapping | undefined,
): SheetRule[] {
  const { entity, fields } = importer;
  const label = fields[name]?.label ?? name;
  const declared = importer.rules
    .filter((rule) => rule.fields[0] === name)
    .map(({ code }) => `${entity}.${code}`);
  // Text is known or unknown only where the mapping lists codes; few fields are looked up in another file.
  const isMoot = (code: string) =>
    (fields[name]?.kind === "text" &&
      !written?.options["codes"] &&
      code.endsWith(`${label}.unknown`)) ||
    (written?.from === undefined && LOOKUP_WORDS.some((word) => code.endsWith(`.${word}`))) ||
    (written?.cut === undefined && code.endsWith(`.${CUT_WORD}`));
  return rules.filter(
    ({ code }) =>
      (code.startsWith(`${entity}.${label}.`) && !isMoot(code)) || declared.includes(code),
  );
}

function targetsOf(
  { importer, mapping, name }: FieldFacts,
  written: FieldMapping | undefined,
): string[] {
  const field = importer.fields[name];
  if (field === undefined) return [];
  const companion = companionColumn(field, written, mapping);
  const keys = [field.column ?? name, field.currencyColumn, companion].flatMap((key) => key ?? []);
  const columns = getTableColumns(importer.table);
  return keys.map((key) => columns[key]?.name ?? key);
}

interface Facts {
  readonly header: readonly string[] | undefined;
  readonly cells?: ReadonlyMap<string, number>;
  readonly importer: Importer;
  readonly readers?: readonly Reader[] | undefined;
  example(columns: readonly string[], join: string): string | null;
}

/** What a row of the sheet says of a column. */
interface Said {
  readonly conversion: string;
  readonly decision: string;
  readonly decider: "the hospital" | "nobody" | "default";
}

/** Columns that feed no field: those of the export, or as many as the mapping names. */
function asideRows(own: EntityMapping, mapping: Mapping, facts: Facts) {
  const { header = [], example, cells, importer, readers } = facts;
  const application = applicationOf([importer]);
  const found = columnsAside({ header, mapping: own, readers }, mapping, {}).filter((column) =>
    isToldWith(column, { importer, readers }),
  );
  const columns = new Set(header);
  const listed = own.ignore.filter(({ column }) => !columns.has(column));
  const rowOf = (name: string, { conversion, decision, decider }: Said) => {
    const count = cells?.get(name);
    const counted = count === undefined ? [] : [filledText(count)];
    const seen = { columns: [name], example: example([name], "") };
    const none = { field: null, targets: [], rules: [] };
    const full = [decision, ...counted].join("; ");
    return { ...seen, ...none, conversion, decision: full, said: decision, decider };
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
