import type { Cell, Field, FieldContext, Importer, Sink } from "../../../importers/define.ts";
import { trimText } from "../../../shared/trim-text.ts";
import type { FieldCount } from "../../digest/source-figures.ts";
import type { Issue } from "../../ledger/issue.ts";
import { keyForm, partOf } from "../../mapping/cut-cell.ts";
import { companionColumn, type FieldMapping, type LookedUp } from "../../mapping/field-mapping.ts";
import { findCells, type Lookup } from "../../mapping/lookup/lookups.ts";
import type { EntityMapping } from "../../mapping/mapping.ts";
import { partOfName } from "../../mapping/person-name.ts";
import { CUT_WORD, LOOKUP_WORDS } from "../../mapping/rule-book.ts";
import type { MakeIssue } from "./issue-maker.ts";
import type { RoundedAmount } from "./prepared-record.ts";

/** What is found out about one record while its fields are filled. */
export interface Findings {
  /** In the order of the columns that the import owns. */
  readonly written: (Cell | undefined)[];
  /** The legacy ids that the record names, one for each reference. */
  readonly parents: (string | null)[];
  readonly issues: Issue[];
  readonly rounded: RoundedAmount[];
}

/** Takes a record's cells, fills one field of its row, and says what is wrong. */
export type FillField = (cells: readonly string[], findings: Findings) => void;

interface FieldPlan {
  readonly name: string;
  readonly field: Field;
  readonly importer: Importer;
  readonly mapping: EntityMapping;
  readonly header: readonly string[];
  readonly context: FieldContext;
  readonly makeIssue: MakeIssue;
  /** The position among the entity's references; -1 if there is none. */
  readonly reference: number;
  /** The columns that the import owns. */
  readonly columns: readonly { readonly key: string }[];
  /** Fields that the table has no column for, whose values stand behind those of the columns. */
  readonly unstored: readonly string[];
  readonly lookups: readonly Lookup[] | undefined;
  /** Counts what the export has in the field. */
  readonly count: FieldCount;
}

/** Compiles one mapped field: where its text comes from, how it is converted, what it may break. */
export function compileField(plan: FieldPlan): FillField {
  const { name, field, mapping, makeIssue, reference, count } = plan;
  const context = { ...plan.context, timeIsKept: isTimeKept(plan) };
  const written = mapping.fields[name];
  if (written === undefined) return () => undefined;
  const label = field.label ?? name;
  const nothing = nothingOf(written, mapping);
  const isNothing = either(oneOf(nothing), field.nothing?.(written.options, context));
  const textOf = fieldText(written, plan.header, { nothing, lookups: plan.lookups });
  const missing = field.required ? makeIssue(`${label}.missing`, name) : undefined;
  const convert = field.compile(written.options, context);
  const sink = new FieldSink(plan, wordIssues(plan, label));
  const place = (key: string | undefined): number =>
    plan.columns.findIndex((one) => one.key === key);
  const column =
    field.stored === false
      ? plan.columns.length + plan.unstored.indexOf(name)
      : place(field.column ?? name);
  const companion = place(companionColumn(field, written, context));
  const figureOf = figureReader(field, companion);
  const currency = place(field.currencyColumn);
  const fill: FillField = (cells, findings) => {
    const text = textOf(cells);
    let value: Cell = field.blank;
    if (companion >= 0) findings.written[companion] = null;
    if (isNothing(text)) {
      count.nothing(text);
      if (value === null && missing !== undefined) findings.issues.push(missing);
    } else {
      sink.findings = findings;
      // Where a mapping lowered the finding to a warning, the cell counts as empty.
      const read = convert(text, sink);
      count.cell(text, figureOf(read, findings));
      value = read ?? field.blank;
    }
    if (reference >= 0) findings.parents[reference] = value as string | null;
    else findings.written[column] = value;
    if (currency >= 0) findings.written[currency] = value === null ? null : context.currency;
  };
  const missOf = lookupIssue(plan, written, nothing) ?? cutIssue(plan, written, nothing);
  return missOf === undefined ? fill : withMisses(fill, missOf, missing);
}

/** Whether another field than a day is filled from the same columns: with the time, or with the text as it is. */
function isTimeKept({ name, importer, mapping }: FieldPlan): boolean {
  const own = mapping.fields[name]?.columns.join("\n");
  return Object.entries(mapping.fields).some(
    ([other, written]) =>
      other !== name &&
      importer.fields[other]?.kind !== "date" &&
      written?.columns.join("\n") === own,
  );
}

/** What people recognise of a cell: what it was read as, or what stands beside that. */
function figureReader({ companion }: Field, at: number) {
  if (at < 0 || companion?.figure === undefined) return (read: Cell): Cell => read;
  return (_: Cell, { written }: Findings): Cell => written[at] ?? null;
}

/** Fills a field, and says where what it is looked up by leads to nothing, or to several things. */
function withMisses(
  fill: FillField,
  missOf: (cells: readonly string[]) => Issue | undefined,
  missing: Issue | undefined,
): FillField {
  return (cells, findings) => {
    const miss = missOf(cells);
    fill(cells, findings);
    if (miss === undefined) return;
    const { issues } = findings;
    // That the field is empty follows from it.
    if (miss.severity === "error" && issues.at(-1) === missing) issues.pop();
    issues.push(miss);
  };
}

/** Whether a text is among some; most are longer than all of them, and are not looked up. */
function oneOf(texts: ReadonlySet<string>): (text: string) => boolean {
  const longest = Math.max(...Array.from(texts, ({ length }) => length));
  return (text) => text.length <= longest && texts.has(text);
}

type IsNothing = (text: string) => boolean;

const either = (one: IsNothing, other: IsNothing | undefined): IsNothing =>
  other === undefined ? one : (text) => one(text) || other(text);

/** The issue for each word that the field's converter may say. */
function wordIssues({ name, field, makeIssue }: FieldPlan, label: string): Map<string, Issue> {
  const words = Object.keys(field.problems).map((word) => [
    word,
    makeIssue(`${label}.${word}`, name),
  ]);
  return new Map(words.filter((entry): entry is [string, Issue] => entry[1] !== undefined));
}

/** Carries a converter's findings to the record at hand. */
class FieldSink implements Sink {
  findings: Findings | undefined;
  readonly #field: string;
  readonly #companion: number;
  /** By key: the places of the companion's further columns. */
  readonly #more: ReadonlyMap<string, number>;
  readonly #issues: ReadonlyMap<string, Issue>;
  readonly #count: FieldCount;

  constructor({ name, field, columns, count }: FieldPlan, issues: ReadonlyMap<string, Issue>) {
    this.#field = name;
    const place = (wanted: string | undefined) => columns.findIndex(({ key }) => key === wanted);
    this.#companion = place(field.companion?.column);
    this.#more = new Map((field.companion?.more ?? []).map((key) => [key, place(key)]));
    this.#issues = issues;
    this.#count = count;
  }

  problem(word: string): void {
    const issue = this.#issues.get(word);
    if (issue !== undefined) this.findings?.issues.push(issue);
  }

  rounded(difference: RoundedAmount["difference"]): void {
    this.#count.rounded(difference);
    this.findings?.rounded.push({ field: this.#field, difference });
  }

  companion(value: Cell, column?: string): void {
    const at = column === undefined ? this.#companion : (this.#more.get(column) ?? -1);
    if (this.findings !== undefined && at >= 0) this.findings.written[at] = value;
  }
}

/** The issue of a record whose key leads to nothing in the file that the field is looked up in, or to several things. */
function lookupIssue(
  { name, field, header, makeIssue, lookups }: FieldPlan,
  { from }: FieldMapping,
  nothing: ReadonlySet<string>,
): ((cells: readonly string[]) => Issue | undefined) | undefined {
  if (from === undefined) return undefined;
  const find = findCells(from, header, { lookups, nothing });
  const label = field.label ?? name;
  const [none, several] = LOOKUP_WORDS.map((word) => makeIssue(`${label}.${word}`, name));
  return (cells) => {
    const found = find(cells);
    if (found === "no-match") return none;
    return found === "several-matches" ? several : undefined;
  };
}

/** The issue of a record whose cell is not made up as the mapping says. */
function cutIssue(
  { name, field, header, makeIssue }: FieldPlan,
  written: FieldMapping,
  nothing: ReadonlySet<string>,
): ((cells: readonly string[]) => Issue | undefined) | undefined {
  const part = partOf(written.cut ?? {});
  const issue = makeIssue(`${field.label ?? name}.${CUT_WORD}`, name);
  if (part === undefined || issue === undefined) return undefined;
  const whole = wholeText(written, header, { nothing });
  return (cells) => {
    const text = whole(cells);
    return !nothing.has(text) && part(text) === undefined ? issue : undefined;
  };
}

/** Texts that stand for an empty cell. */
export const nothingOf = (field: FieldMapping, entity: EntityMapping): ReadonlySet<string> =>
  new Set(["", ...entity.nullTokens, ...(field.nullTokens ?? [])]);

/** What the text of a field is made with, besides the cells. */
interface TextMeans {
  readonly nothing: ReadonlySet<string>;
  readonly lookups?: readonly Lookup[] | undefined;
}

/** Compiles where the text of a field comes from: a constant, a cell, several cells that are joined, another file. */
export function fieldText(
  written: FieldMapping,
  header: readonly string[],
  means: TextMeans,
): (cells: readonly string[]) => string {
  const { take, cut = {} } = written;
  const { nothing } = means;
  const whole = wholeText(written, header, means);
  const part = partOf(cut);
  const form = keyForm(cut);
  const steps = [
    ...(part === undefined ? [] : [(text: string) => part(text) ?? ""]),
    ...(take === undefined ? [] : [(text: string) => partOfName(text, take)]),
    ...(form === undefined ? [] : [form]),
  ];
  if (steps.length === 0) return whole;
  return (cells) =>
    steps.reduce((text, step) => (nothing.has(text) ? text : step(text)), whole(cells));
}

/** All that the cells say, before a part of it is taken. */
const wholeText = (
  written: FieldMapping,
  header: readonly string[],
  means: TextMeans,
): ((cells: readonly string[]) => string) =>
  written.from
    ? lookedUpText(written.from, written.join, { header, means })
    : joinedText(written, header, means.nothing);

function joinedText(
  { columns, join, value }: FieldMapping,
  header: readonly string[],
  nothing: ReadonlySet<string>,
): (cells: readonly string[]) => string {
  if (value !== undefined) return () => value;
  const at = columns.map((column) => header.indexOf(column));
  const [only] = at;
  if (at.length === 1 && only !== undefined) return (cells) => trimText(cells[only] ?? "");
  return (cells) =>
    at
      .map((position) => trimText(cells[position] ?? ""))
      .filter((part) => !nothing.has(part))
      .join(join);
}

/** Nothing if the key leads nowhere, or to several things. */
function lookedUpText(
  from: LookedUp,
  join: string,
  { header, means }: { readonly header: readonly string[]; readonly means: TextMeans },
): (cells: readonly string[]) => string {
  const { nothing, lookups } = means;
  const find = findCells(from, header, { lookups, nothing });
  return (cells) => {
    const found = find(cells);
    return typeof found === "string" ? "" : found.filter((part) => !nothing.has(part)).join(join);
  };
}
