import { getTableColumns } from "drizzle-orm";
import type {
  AlsoRows,
  Field,
  FieldContext,
  Importer,
  RowsOfTable,
} from "../../../importers/define.ts";
import { minorDigits } from "../../../shared/currency.ts";
import type { TotalKind } from "../../digest/control-totals.ts";
import { SourceFigures } from "../../digest/source-figures.ts";
import type { Issue } from "../../ledger/issue.ts";
import type { AsideColumn } from "../../mapping/aside/aside.ts";
import { asideOfRecord, isToldWith } from "../../mapping/aside/of-record.ts";
import type { UnmappedColumn } from "../../mapping/aside/unmapped-cells.ts";
import type { FieldMapping } from "../../mapping/field-mapping.ts";
import { companionColumn } from "../../mapping/field-mapping.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { EntityMapping } from "../../mapping/mapping.ts";
import { conditionsOf } from "../../mapping/where/condition.ts";
import { CellTotals } from "./cell-totals.ts";
import { compileField } from "./compile-field.ts";
import { issueMaker, type MakeIssue } from "./issue-maker.ts";
import { type OtherRecords, otherRecords } from "./other-records.ts";
import { type CompiledRule, type Prepare, prepareStage } from "./prepare.ts";
import type { OwnedColumn } from "./prepared-record.ts";
import { settingAside } from "./set-aside.ts";

/** How records that name a record of another entity are resolved. */
export interface EntityReference {
  readonly field: string;
  /** What codes call it. */
  readonly label: string;
  /** The entity that is named. */
  readonly entity: string;
  readonly owner: boolean;
  /** Columns of the parent that rules look at. */
  readonly carry: readonly string[];
  readonly onUnknown: "reject" | "null" | "placeholder";
  /** Where the rows are that are named, if no import makes them. */
  readonly rows?: RowsOfTable;
  /** The position of its column among the owned columns. */
  readonly column: number;
}

/** Where a record says which file of the store it needs, and from where that is copied. */
export interface NamedFileColumns {
  /** Positions among the owned columns. */
  readonly storedAs: number;
  readonly name: number;
  /** The name below the folder of files. */
  readonly within: (name: string) => string;
}

/** An importer and a mapping, ready to run on one file. */
export interface CompiledEntity {
  readonly importer: Importer;
  readonly columns: readonly OwnedColumn[];
  /** Of the currency's minor unit. */
  readonly digits: number;
  readonly references: readonly EntityReference[];
  /** Of a field whose files are taken; undefined if there is none. */
  readonly namedFile: NamedFileColumns | undefined;
  /** Rows of other tables that belong to its records. */
  readonly also: readonly AlsoRows[];
  /** Rules that look at a parent, by its label. */
  readonly parentRules: readonly CompiledRule[];
  readonly makeIssue: MakeIssue;
  readonly prepare: Prepare;
  /** Whether a record is none of the entity, where its file holds others too, and the mapping says which. */
  readonly isOther: OtherRecords["isOther"];
  readonly foundOnOther: OtherRecords["foundOnOther"];
  /** How many columns a file has. */
  readonly width: number;
  /** The columns that no field is filled from, and whose cells are kept. */
  readonly kept: readonly UnmappedColumn[];
  /** Those of them whose cells are kept of each record, whichever other entity it is of, too. */
  readonly keptOfAll: readonly UnmappedColumn[];
  /** By column that no field is filled from, the cells so far that are not empty. */
  readonly asideCells: Float64Array;
  /** What the cells come to that `prepare` was handed. */
  readonly mappedCells: CellTotals;
  /** What the records hold that were handed to it. */
  readonly figures: SourceFigures;
}

/** What compiling takes from the run. */
export interface CompileContext extends FieldContext {
  readonly asOf: string;
  /** The columns that no field is filled from, and what becomes of their cells. */
  readonly aside?: readonly AsideColumn[] | undefined;
}

/** Compiles what is the same for every record of a file: columns, converters, rules, issues. */
export function compileEntity(fitted: FittedFile, context: CompileContext): CompiledEntity {
  const { importer, mapping, header, lent = [], lookups } = fitted;
  const makeIssue = issueMaker(importer, mapping);
  const filled = [...header, ...lent];
  const mapped = mappedFields(importer, mapping, filled);
  const referring = mapped.filter(([, field]) => field.reference !== undefined);
  const position = (name: string) => namesOf(referring).indexOf(name);
  const companion = ([name, field]: NamedField) =>
    companionColumn(field, mapping.fields[name], context);
  const columns = ownedColumns(importer, mapped.filter(isStored), { position, companion });
  const unstored = unstoredOf(mapped);
  const { aside = [], asOf } = context;
  const mappedCells = new CellTotals(header.length, ownPlaces(fitted, aside));
  const asideCells = new Float64Array(aside.length);
  const { ownRules, parentRules } = compileRules(importer, makeIssue);
  const others = otherRecords(fitted, makeIssue, context);
  const ofRecord = asideOfRecord(fitted, aside, context);
  const digits = minorDigits(context.currency);
  const figures = figuresOf(importer, mapped, digits);
  const plan = { importer, mapping, header, context, makeIssue, columns, unstored, lookups };
  const prepare = prepareStage({
    importer,
    width: header.length,
    columns,
    unstored,
    makeIssue,
    mappedCells,
    asOf,
    figures,
    judge: others.judge,
    foundUnclear: others.foundUnclear,
    used: usedPlaces(mapping, header),
    fields: mapped.map(([name, field]) =>
      compileField({
        ...plan,
        name,
        field,
        reference: position(name),
        count: figures.countOf(name),
      }),
    ),
    references: referring.length,
    rules: ownRules,
    always: missingIssues(missingFields(importer, mapping, filled), makeIssue),
    known: knownKeys(importer),
  });
  return {
    importer,
    columns,
    digits,
    makeIssue,
    mappedCells,
    figures,
    isOther: others.isOther,
    foundOnOther: others.foundOnOther,
    prepare: settingAside(prepare, aside, { filled: asideCells, ofRecord }),
    width: header.length,
    ...keptColumns(fitted, aside),
    asideCells,
    namedFile: namedFileOf(mapped, mapping, columns),
    also: alsoOf(importer, mapping, filled),
    references: referring.map((one) => entityReference(one, { mapping, columns })),
    parentRules,
  };
}

function keptColumns({ readers }: FittedFile, aside: readonly AsideColumn[]) {
  const kept = aside.filter(({ fate }) => fate === "kept");
  return { kept, keptOfAll: readers === undefined ? kept : [] };
}

function namedFileOf(
  mapped: readonly NamedField[],
  mapping: EntityMapping,
  columns: readonly OwnedColumn[],
): NamedFileColumns | undefined {
  const place = (wanted: string) => columns.findIndex(({ key }) => key === wanted);
  for (const [name, { file, column = name }] of mapped) {
    const storedAs = file === undefined ? -1 : place(file.storedAs);
    if (file === undefined || storedAs < 0) continue;
    const within = file.within(mapping.fields[name]?.options ?? {});
    return { storedAs, name: place(column), within };
  }
  return undefined;
}

/** The rows that the mapping has a field for. */
const alsoOf = ({ also = [] }: Importer, { fields }: EntityMapping, filled: readonly string[]) =>
  also.filter(({ of }) => of === undefined || isPresent(fields[of], filled));

/** The rules that may speak, with what they say. */
function compileRules({ rules }: Importer, makeIssue: MakeIssue) {
  const compiled = rules.flatMap((rule): CompiledRule[] => {
    const issue = makeIssue(rule.code, rule.fields[0]);
    return issue === undefined ? [] : [{ rule, issue }];
  });
  const ofParent = (one: CompiledRule) => one.rule.parent !== undefined;
  return {
    ownRules: compiled.filter((one) => !ofParent(one)),
    parentRules: compiled.filter(ofParent),
  };
}

/** The fields that a column feeds. The legacy id comes first: it seeds the digests of the row's other columns. */
const mappedFields = (
  { fields }: Importer,
  mapping: EntityMapping,
  filled: readonly string[],
): NamedField[] =>
  Object.entries(fields)
    .filter(([name]) => isPresent(mapping.fields[name], filled))
    .sort(([one], [other]) => Number(other === "legacyId") - Number(one === "legacyId"));

const missingFields = (
  { fields }: Importer,
  mapping: EntityMapping,
  filled: readonly string[],
): NamedField[] =>
  Object.entries(fields).filter(
    ([name, field]) => field.required && !isPresent(mapping.fields[name], filled),
  );

const missingIssues = (fields: readonly NamedField[], makeIssue: MakeIssue): Issue[] =>
  fields.flatMap(([name, field]) => makeIssue(`${field.label ?? name}.missing`, name) ?? []);

const usedPlaces = (mapping: EntityMapping, header: readonly string[]): Set<number> =>
  new Set(usedColumns(mapping).map((column) => header.indexOf(column)));

const usedColumns = ({ fields, where }: EntityMapping): string[] => [
  ...Object.values(fields).flatMap((field) => field?.columns ?? []),
  ...conditionsOf(where).map(({ column }) => column),
];

/**
 * The places of the cells that make two records of an entity differ, in a file that is read for several: those that its
 * fields and its `where` read, and what is kept with it. Undefined if all cells do.
 */
function ownPlaces(fitted: FittedFile, aside: readonly AsideColumn[]): Set<number> | undefined {
  if (fitted.readers === undefined) return undefined;
  const told = aside.filter((column) => isToldWith(column, fitted));
  return new Set([...usedPlaces(fitted.mapping, fitted.header), ...told.map(({ at }) => at)]);
}

/** A field whose optional columns the file lacks is left to the database's default. */
function isPresent(field: FieldMapping | undefined, header: readonly string[]): boolean {
  if (field === undefined) return false;
  return field.value !== undefined || field.columns.some((column) => header.includes(column));
}

type NamedField = readonly [name: string, field: Field];

const figuresOf = (importer: Importer, mapped: readonly NamedField[], digits: number) =>
  new SourceFigures(importer, namesOf(mapped.filter(isStored)), digits);

const namesOf = (fields: readonly NamedField[]): string[] => fields.map(([name]) => name);

const unstoredOf = (fields: readonly NamedField[]): string[] =>
  namesOf(fields.filter((one) => !isStored(one)));

/** Whether the table has a column for a field. */
const isStored = ([, field]: NamedField): boolean => field.stored !== false;

/** What `complete` and the rules may look at: columns, and fields without one, whether the export has them or not. */
const knownKeys = ({ table, fields }: Importer): string[] => [
  ...Object.keys(getTableColumns(table)),
  ...Object.entries(fields).flatMap((one) => (isStored(one) ? [] : [one[0]])),
];

interface FieldFacts {
  /** The field's position among the references; -1 if there is none. */
  position(name: string): number;
  companion(field: NamedField): string | undefined;
}

function ownedColumns(
  importer: Importer,
  mapped: readonly NamedField[],
  { position, companion }: FieldFacts,
): OwnedColumn[] {
  // A column that a field of its own fills is not filled beside another one too.
  const own = new Set(mapped.map(([name, field]) => field.column ?? name));
  const columns = mapped.flatMap((named): OwnedColumn[] => {
    const [name, field] = named;
    const at = position(name);
    const column: OwnedColumn = {
      key: field.column ?? name,
      kind: totalKind(field),
      reference: at === -1 ? undefined : at,
      ...(name === "legacyId" && { isLegacyId: true }),
    };
    const filled = companion(named);
    const more = filled === undefined ? [] : (field.companion?.more ?? []);
    const beside = [field.currencyColumn, filled, ...more]
      .flatMap((key) => key ?? [])
      .filter((key) => !own.has(key));
    return [
      column,
      ...beside.map((key): OwnedColumn => {
        const isPrecision = field.kind === "date" && key === filled;
        const plain = { key, kind: "plain", reference: undefined } as const;
        return isPrecision ? { ...plain, isPrecision } : plain;
      }),
    ];
  });
  const derived = importer.derives.filter((key) => !columns.some((column) => column.key === key));
  return [
    ...columns,
    ...derived.map((key): OwnedColumn => ({ key, kind: "plain", reference: undefined })),
  ];
}

function totalKind({ kind }: Field): TotalKind {
  if (kind === "date") return "day";
  if (kind === "code") return "code";
  return kind === "integer" || kind === "money" ? "number" : "plain";
}

function entityReference(
  [name, field]: NamedField,
  { mapping, columns }: { mapping: EntityMapping; columns: readonly OwnedColumn[] },
): EntityReference {
  const { entity = "", owner = false, carry = [], rows, onUnknown } = field.reference ?? {};
  const asked = mapping.fields[name]?.options["onUnknown"] as
    | EntityReference["onUnknown"]
    | undefined;
  return {
    field: name,
    label: field.label ?? name,
    entity,
    owner,
    carry,
    ...(rows && { rows }),
    onUnknown: asked ?? onUnknown ?? "reject",
    column: columns.findIndex(({ key }) => key === (field.column ?? name)),
  };
}

/** Where a row's columns stand in the database, by the name that SQL knows. */
export function columnNames(importer: Importer, columns: readonly OwnedColumn[]): string[] {
  const known = getTableColumns(importer.table);
  return columns.map(({ key }) => known[key]?.name ?? key);
}
