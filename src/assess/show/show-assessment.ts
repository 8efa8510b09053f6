import { readingNotes } from "../../source/detect/reading-notes.ts";
import { fileNotes } from "../../source/file-notes.ts";
import type { Assessment } from "../assess-export.ts";
import type {
  CellKind,
  ColumnProfile,
  ColumnProposal,
  FileProfile,
  FileProposal,
  KeyCandidate,
} from "../assessment.ts";
import { ofFile } from "../of-file.ts";
import { kindOf } from "../profile/cell-look.ts";
import { type FileRoles, rolesOf } from "../roles.ts";
import type { AssessmentDocument, Bar, DialectNote, ShownColumn, ShownFile } from "./document.ts";
import { FEWEST_SHOWN, identifies, shownDecision, withoutSmall } from "./hide.ts";

interface Showing {
  readonly source: string;
  readonly asOf: string;
  /** `masked`: what may identify a person is left out, and what fewer than five records have. */
  readonly values: "masked" | "revealed";
}

/** An assessment as it may be shown. Nothing that is hidden gets past here. */
export function showAssessment(
  { profile, proposals, unread, ignored }: Assessment,
  { source, asOf, values }: Showing,
): AssessmentDocument {
  const { references } = profile;
  const document: AssessmentDocument = {
    schemaVersion: 1,
    source,
    asOf,
    revealed: values === "revealed",
    files: profile.files.map((file) => {
      const [proposal] = ofFile(proposals, file.file);
      const roles = rolesOf(file, proposal);
      const hides = (column: ColumnProfile) =>
        values === "masked" && identifies(column, roles, references);
      const spoilt = ofFile(profile.smells, file.file).some(({ code }) => code === "id.duplicate");
      const shown = shownFile(roles, proposal, { values, hides });
      return { ...shown, key: keyOf(file, spoilt) };
    }),
    unread: unread.map(({ name, reason, cure }) => ({ file: name, reason, cure })),
    ignored: ignored.map(({ name, reason }) => ({ file: name, reason })),
    references: references.map((one) => {
      const { file, column, toFile, toColumn, values: all, dangling, danglingRecords } = one;
      return { file, column, toFile, toColumn, values: all, dangling, danglingRecords };
    }),
    smells: profile.smells,
    persons: profile.persons,
  };
  return values === "revealed" ? document : withoutHeaderValues(document);
}

/** A key that is spoilt is still what identifies a record, rather than it and another column. */
function keyOf({ keys }: FileProfile, spoilt: boolean): KeyCandidate | null {
  const [first = null] = keys;
  return spoilt ? first : (keys.find(({ unique }) => unique) ?? first);
}

interface Hiding {
  readonly values: Showing["values"];
  readonly hides: (column: ColumnProfile) => boolean;
}

function shownFile(
  { file }: FileRoles,
  proposal: FileProposal | undefined,
  { values, hides }: Hiding,
): Omit<ShownFile, "key"> {
  return {
    file: file.file,
    entity: proposal?.entity ?? null,
    score: proposal?.score ?? 0,
    reason: proposal?.reason ?? "",
    bytes: file.headed.file.size,
    records: file.records,
    dialect: dialectOf(file),
    keys: file.keys,
    flaws: file.flaws,
    columns: file.columns.map((column, at) => {
      const proposed = proposal?.columns[at];
      const hidden = hides(column);
      const base = shownColumn(column, proposed, hidden);
      return values === "revealed" ? revealed(base, column) : masked(base, column, hidden);
    }),
    ...(proposal?.lookups && { lookups: proposal.lookups }),
    ...(proposal?.second && { second: proposal.second }),
    open: (proposal?.open ?? []).map(({ key, says, decision }) => {
      if (decision === null || values === "revealed") return { key, says };
      // The sentence tells of the decision what the decision itself may not.
      const { evidence } = shownDecision(decision, new Set());
      return { key, says: says.replace(decision.evidence, () => evidence) };
    }),
  };
}

/** Of a workbook's sheet, a dump's table or JSON there is nothing to say but that it is one. */
function dialectOf({ headed: { understanding, file } }: FileProfile): readonly DialectNote[] {
  if (understanding !== undefined) return readingNotes(understanding);
  return [
    {
      what: "format",
      value: formatOfTable(file),
      confidence: 1,
      evidence: evidenceOfFormat(file),
      plain: false,
    },
    ...(fileNotes({ file }) ?? []),
  ];
}

type TableFile = FileProfile["headed"]["file"];

function evidenceOfFormat({ extracted, json }: TableFile): string {
  if (extracted !== undefined) return "read from the database";
  return json?.fhir === undefined ? "by its ending" : "by its resources";
}

function formatOfTable({ sheet, table, extracted, json }: TableFile): string {
  if (table !== undefined) return "a table of an SQL dump";
  if (extracted !== undefined) return "a table of a database";
  if (json?.fhir !== undefined) return "resources of FHIR";
  return sheet === undefined ? "JSON" : "a sheet of a workbook";
}

type Base = Omit<ShownColumn, "frequent" | "min" | "max" | "distribution" | "apart" | "decisions">;

function shownColumn(
  column: ColumnProfile,
  proposed: ColumnProposal | undefined,
  hidden: boolean,
): Base {
  const { header, position, cells, empty, nullTokens, distinct, kinds, lengths } = column;
  const { field = null, fields, part, score = 0, reason = "" } = proposed ?? {};
  const { min, max, mean } = lengths;
  return {
    header,
    position,
    field,
    score,
    reason,
    hidden,
    cells,
    empty,
    nullTokens,
    distinct,
    ...(fields !== undefined && { fields }),
    ...(part !== undefined && { part }),
    kind: mostOf(kinds),
    kinds,
    lengths: { min, max, mean },
    lengthCounts: column.lengthCounts,
    shapes: hidden ? column.shapes.filter(({ count }) => count >= FEWEST_SHOWN) : column.shapes,
  };
}

const mostOf = (kinds: ColumnProfile["kinds"]): CellKind | null => {
  const [most] = Object.entries(kinds).sort(([, one], [, other]) => other - one);
  return (most?.[0] as CellKind | undefined) ?? null;
};

function revealed(base: Base, column: ColumnProfile): ShownColumn {
  const { frequent, min, max, distribution, decisions } = column;
  return { ...base, frequent, min, max, distribution, apart: 0, decisions };
}

/** Days are shown by month or year even where they identify: how many births a year saw is no value. */
function masked(base: Base, column: ColumnProfile, hidden: boolean): ShownColumn {
  const often = column.frequent.filter(({ count }) => count >= FEWEST_SHOWN);
  const isOften = (value: string | null) => often.some((one) => one.value === value);
  const days = base.kind === "date" || base.kind === "dateTime";
  const plotted: readonly Bar[] = hidden && !days ? [] : column.distribution;
  const { bars, apart } = withoutSmall(plotted);
  const { min, max } = column;
  const values = new Set(hidden ? [] : often.map(({ value }) => value));
  return {
    ...base,
    frequent: hidden ? [] : often,
    min: !hidden && isOften(min) ? min : null,
    max: !hidden && isOften(max) ? max : null,
    distribution: bars,
    apart,
    decisions: column.decisions.map((decision) => shownDecision(decision, values)),
  };
}

/** Nobody calls a column a day, a phone, an address: a record was taken for the header. */
const VALUES: ReadonlySet<CellKind> = new Set<CellKind>([
  ...(["date", "dateTime", "phone", "email", "uuid", "decimal"] as const),
]);

/** The document without the names of columns that are evidently values, wherever they stand. */
export function withoutHeaderValues(document: AssessmentDocument): AssessmentDocument {
  const values = document.files.flatMap(({ columns }) =>
    columns.flatMap(({ header, position }) =>
      header !== "" && VALUES.has(kindOf(header)) ? [[header, position] as const] : [],
    ),
  );
  if (values.length === 0) return document;
  // The longest first: of a value that holds another one, nothing may be left over.
  values.sort(([one], [other]) => other.length - one.length);
  return replaced(document, (text) =>
    values.reduce(
      (sofar, [value, at]) => sofar.replaceAll(value, `(a value as the name of column ${at + 1})`),
      text,
    ),
  ) as AssessmentDocument;
}

function replaced(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((one) => replaced(one, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [replace(key), replaced(one, replace)]),
  );
}
