import { applicationOf, type Importer } from "../../../importers/define.ts";
import { isHeadless } from "../../mapping/is-headless.ts";
import { firstBy, groupBy } from "../../plain/group-by.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type {
  ColumnProposal,
  ExportProfile,
  FileProfile,
  FileProposal,
  LookupProposal,
  ReferenceFound,
} from "../assessment.ts";
import { type Role, roleOfField } from "../role.ts";
import { asRecorded } from "./as-recorded.ts";
import { isCalled } from "./called-so.ts";
import { type Beaten, type Contestant, contest } from "./contest.ts";
import { doubtOf } from "./doubt-table.ts";
import { APPLIED, FILE_APPLIED, fileKey } from "./draft-mapping.ts";
import { findAmongStaff } from "./find-among-staff.ts";
import { findLookups } from "./find-lookups.ts";
import { withReached } from "./find-through.ts";
import { asKinds, richer } from "./kinds.ts";
import { compileLexicon } from "./lexicon.ts";
import { offeredDays } from "./offer-days.ts";
import { neededFields, openQuestions } from "./open-questions.ts";
import { ENOUGH, type Proposing, type Ranked, rankEntities } from "./rank-entities.ts";
import { type KnownKey, readTable, type TableReading, withReferences } from "./read-table.ts";
import { recordedCurrencies } from "./recorded-currencies.ts";
import { namesAmong } from "./several-words.ts";
import type { TableKnown } from "./table-known.ts";
import { unreadableColumns } from "./unreadable-columns.ts";
import { isAboutSomebody } from "./weigh-whole.ts";

/**
 * Says of each file which entity it is, and of each column which field, with a score from 0 to 1 and the
 * reason. Headers decide; cells, references and the names of the files confirm or contradict, and decide
 * where there are no headers. Pure: the same profile gives the same proposals.
 */
export function proposeMapping(
  { files, references }: Pick<ExportProfile, "files" | "references">,
  proposing: Proposing,
): FileProposal[] {
  return proposeTables(files.map(knownOf), references, proposing);
}

const knownOf = ({ file, headed, records, columns, keys }: FileProfile): TableKnown => ({
  file,
  header: headed.header,
  records,
  columns,
  keys,
  called: tableName(headed.file),
  headless: isHeadless(headed),
  isHidden: headed.file.isHidden === true,
  comments: headed.file.extracted?.columns.map(({ comment }) => comment) ?? [],
});

const GENERIC_SHEET =
  /^(?:sheet|tabelle|feuil(?:le)?|hoja|foglio|planilha|plan|blad|ark|лист|sayfa)?[ _]?\d*$/i;

/** What a table is called: in a dump as its statements say, in a workbook as its sheet, else as the file. */
export function tableName({
  name,
  table,
  extracted,
}: Pick<SourceFile, "name" | "table" | "extracted">): string {
  if (extracted !== undefined) return extracted.name;
  if (table !== undefined) return table.table.table;
  const [file = name, part = ""] = name.split("#");
  const own = GENERIC_SHEET.test(part) ? file : part;
  const base = own.split(/[/\\]/).at(-1) ?? own;
  return base.replace(/\.[a-z0-9]{1,5}(?:\.gz)?$/i, "");
}

/** The same for tables of which no more than the headers may be known. */
export function proposeTables(
  tables: readonly TableKnown[],
  references: readonly ReferenceFound[],
  proposing: Proposing,
): FileProposal[] {
  const lexicon = compileLexicon(proposing.vocabulary.words, proposing.vocabulary.finer);
  const plain = tables.map((table) => readTable(table, lexicon, proposing.vocabulary));
  const alone = plain.map((table) => contestant(table, proposing));
  const lacking = ({ entity, choices }: Ranked) => {
    const importer = proposing.importers.find((one) => one.entity === entity);
    const fed = new Set(choices.flatMap(({ field, fields = [field] }) => fields));
    return importer === undefined ? 0 : neededFields(importer, fed).length;
  };
  const isSure = ({ table, ranked }: Contestant) => whichEntity(table, ranked).length === 0;
  const first = asKinds(alone, { isSure, lacking });
  const ofFile = groupBy(references, ({ file }) => file);
  const keys = contest(first, { references, lacking }).flatMap(({ table, ranked }) =>
    keyOf(table, ranked[0]),
  );
  const known = plain.map((table) => withReferences(table, ofFile, keys));
  const settled = asKinds(
    withReached(known, references).map((table, at) => {
      const before = alone[at];
      return table === before?.table ? before : contestant(table, proposing);
    }),
    { isSure, lacking },
  );
  const contested = contest(settled, { references, lacking });
  const found = withWeak(findAmongStaff(contested, proposing), proposing);
  const taken = new Map(
    found.flatMap(({ table, ranked: [best] }) => (best ? [[table.file, best.words]] : [])),
  );
  const { importers, vocabulary } = proposing;
  const proposals = found.map((one) => {
    const [best] = one.ranked;
    const importer = importers.find(({ entity }) => entity === best?.entity);
    const looking = { importer, tables: known, taken, references };
    const lookups = best === undefined ? [] : findLookups(one.table, best, looking);
    const days = offeredDays(one.table, importer, { found, importers, references });
    return fileProposal({ ...one, lookups, days }, proposing);
  });
  const holdsNames = namesAmong(known, references);
  return asRecorded(proposals, { importers, vocabulary, holdsNames });
}

/** From so many points on a table may be somebody's, where no other table of the export is. */
const WEAK = 1.5;

/**
 * Where no table is an entity's, one may be of which little says so: that which says most. A person is asked
 * whether it is.
 */
function withWeak<One extends Contestant & { readonly beaten?: unknown }>(
  found: readonly One[],
  proposing: Proposing,
): One[] {
  const held = new Set(found.map(({ ranked }) => ranked[0]?.entity));
  const others = Object.keys(proposing.vocabulary.otherTables);
  const isCalledOtherwise = ({ stem }: TableReading) =>
    others.some((one) => stem.meanings.has(one));
  const weak = found.map(({ table, ranked, beaten }) =>
    ranked.length > 0 || beaten || !isAboutSomebody(table) || isCalledOtherwise(table)
      ? []
      : rankEntities(table, proposing, WEAK).filter(
          ({ entity, words }) => !held.has(entity) && !words.exact,
        ),
  );
  return found.map((one, at): One => {
    const [mine] = weak[at] ?? [];
    if (mine === undefined) return one;
    const isBest = weak.every(
      ([other], place) =>
        other === undefined ||
        other.entity !== mine.entity ||
        found[place]?.table.records === null ||
        other.points < mine.points ||
        (other.points === mine.points && place >= at),
    );
    return isBest ? { ...one, ranked: weak[at] ?? [] } : one;
  });
}

const contestant = (table: TableReading, proposing: Proposing): Contestant => ({
  table,
  ranked: rankEntities(table, proposing),
});

function keyOf({ file, header }: TableReading, ranked: Ranked | undefined): KnownKey[] {
  const choice = ranked?.choices.find(({ field }) => field === "legacyId");
  const key = choice && header[choice.at];
  return ranked === undefined || key === undefined
    ? []
    : [{ file, key, owner: ranked.words.owner }];
}

type Found = ReturnType<typeof findAmongStaff>[number] & {
  readonly lookups: readonly LookupProposal[];
  readonly days: readonly string[];
};

function fileProposal(
  { table, ranked, beaten, where, lookups, days }: Found,
  { importers }: Proposing,
): FileProposal {
  const { file, records } = table;
  const [best, second] = ranked;
  if (best === undefined) return notImported(table, beaten, applicationOf(importers));
  const importer = importers.find(({ entity }) => entity === best.entity);
  const chosen = {
    choices: firstBy(best.choices, ({ at }) => at),
    passed: firstBy(best.passed, ({ at }) => at),
    application: applicationOf(importers),
    fields: importer?.fields ?? {},
  };
  const columns = table.header.map((header, at) => columnProposal(header, at, chosen));
  const hints = hintsOf(best, table.header);
  const currencies = recordedCurrencies(chosen.fields, columns, table.columns);
  return {
    file,
    entity: best.entity,
    score: sureness(best),
    records,
    columns,
    ...(where && { where }),
    ...(hints.length > 0 && { hints }),
    reason: where
      ? `it holds ${best.entity} among other records: ${where.column} tells them apart`
      : [`${best.because.join(", ")}: columns of ${best.entity}`, ...(best.whole ?? [])].join("; "),
    open: [
      ...whichEntity(table, ranked),
      ...(importer === undefined
        ? []
        : [
            ...openQuestions(importer, columns, { ...table, lookups, days }),
            ...unreadableColumns(importer, columns, { table, words: best.words }),
          ]),
      ...hiddenOrNot(table, best.entity),
    ],
    ...(currencies.length > 0 && { currencies }),
    ...(lookups.length > 0 && { lookups }),
    ...secondOf(best, second),
  };
}

/** What a table may be besides. */
function secondOf(best: Ranked, second: Ranked | undefined): Pick<FileProposal, "second"> {
  const other = second !== undefined && best.margin < NEAR ? second : best.kind;
  return other === undefined ? {} : { second: { entity: other.entity, score: sureness(other) } };
}

function notImported(
  { file, records, header: headers }: TableReading,
  beaten: Beaten | undefined,
  application: string,
): FileProposal {
  const reason = beaten?.says ?? `its columns match no entity of ${application}`;
  const columns = headers.map((header) => unmapped(header, "the file is not imported"));
  const rivals = beaten?.isRival
    ? { rivals: beaten.entity, ...(beaten.rename && { rename: beaten.rename }) }
    : {};
  const open = beaten?.isRival ? [partOrNot(file, beaten)] : [];
  return { file, entity: null, ...rivals, score: 0, reason, records, columns, open };
}

/** What is less sure is asked, and so is what another entity comes close to. */
const SURE = { called: 0.7, uncalled: 0.75 };
const CLOSE = 1.5;
/** What is no further behind is mentioned. */
const NEAR = 3;

/** Where a table may be something else too, a person names the file. */
function whichEntity(table: TableReading, [best, second]: readonly Ranked[]): FileProposal["open"] {
  if (best === undefined) return [];
  const { file } = table;
  const { entity, because, margin } = best;
  const rival = second !== undefined && margin < CLOSE ? second : richer(best);
  const score = sureness(best);
  const sure = isCalled(table, best.words) ? SURE.called : SURE.uncalled;
  const doubt = doubtOf(table, best.words);
  if (rival === undefined && doubt === undefined && score >= sure) return [];
  const or =
    rival === undefined ? "" : `; it may hold ${rival.entity} (${rival.because.join(", ")})`;
  const but = doubt === undefined ? "" : `, but ${doubt}`;
  const says = `${file} is read as ${entity} with ${percentOf(score)} (${because.join(", ")})${but}${or}: write its name here if it is, or remove ${entity}`;
  return [{ key: fileKey(best), decision: null, says, choices: [JSON.stringify(file)] }];
}

/** What becomes of a file that may be a part of what another one holds is for a person to say. */
function partOrNot(file: string, { entity, by, rename }: Beaten): FileProposal["open"][number] {
  const leaveOut = `reading.${file}.leaveOut`;
  const question = { or: [leaveOut], file, decision: null };
  const names = Object.keys(rename ?? {});
  if (names.length > 0) {
    return {
      ...question,
      key: `reading.${file}.rename`,
      says: `${file} may be a part of ${entity} whose columns have different names from those in ${by}: say which are the same, or why it is left out (${leaveOut})`,
      choices: [JSON.stringify(rename)],
    };
  }
  const says =
    rename === undefined
      ? `${file} may also hold ${entity}, but is written differently from ${by}: say why it is left out, or import it with its own mapping`
      : `${file} may be a part of ${entity}, like ${by}: add it to entities.${entity}.file, or say why it is left out`;
  return { ...question, key: leaveOut, says };
}

/** What may be meant, and is not sure enough to be done. */
function hintsOf({ choices, hints }: Ranked, header: readonly string[]) {
  const unsure = choices
    .filter(({ score }) => score < APPLIED)
    .map(({ at, field, score, why }) => ({ at, field, score: rounded(score), reason: why }));
  return [...unsure, ...hints].map(({ at, ...hint }) => ({ column: header[at] ?? "", ...hint }));
}

const percentOf = (score: number): string => `${Math.round(score * 100)} %`;

/** Whether a hidden sheet is data is for a person to say. */
function hiddenOrNot({ file, isHidden }: TableReading, entity: string): FileProposal["open"] {
  const leaveOut = `reading.${file}.leaveOut`;
  const says = `${file} is a hidden sheet that holds ${entity}: say whether to read it`;
  const choices = ['"read"', '"skip"'];
  return isHidden
    ? [{ key: `reading.${file}.hidden`, or: [leaveOut], decision: null, says, choices }]
    : [];
}

const unmapped = (header: string, reason: string): ColumnProposal => {
  return { header, field: null, score: 0, reason };
};

/** What the first field holds that says it. */
const roleIn = (fields: Importer["fields"], names: readonly string[]): Role | undefined =>
  names
    .map((name) => fields[name])
    .map((field) => field && roleOfField(field))
    .find((role) => role !== undefined);

/** By the place of the column. */
interface Chosen {
  readonly choices: ReadonlyMap<number, Ranked["choices"][number]>;
  readonly passed: ReadonlyMap<number, Ranked["passed"][number]>;
  readonly application: string;
  /** Of the entity. */
  readonly fields: Importer["fields"];
}

function columnProposal(header: string, at: number, chosen: Chosen): ColumnProposal {
  const { choices, passed, application } = chosen;
  const choice = choices.get(at);
  if (choice !== undefined) {
    const { field, fields, part, score, why } = choice;
    if (score < APPLIED)
      return unmapped(header, `it may be ${field} (${percentOf(score)}): ${why}`);
    const role = roleIn(chosen.fields, fields ?? [field]);
    const more = {
      ...(fields && { fields }),
      ...(part !== undefined && { part }),
      ...(role && { role }),
    };
    return { header, field, ...more, score: Math.min(rounded(score), 1), reason: why };
  }
  const other = passed.get(at);
  if (other === undefined) return unmapped(header, `${application} has no field for it`);
  return unmapped(header, `it may also be ${other.field}, but another column fits that better`);
}

/** Half for being enough, the rest for how much more that is, and how far the next entity is behind. */
const sureness = ({ points, margin }: Ranked): number =>
  points < ENOUGH
    ? FILE_APPLIED
    : rounded(
        Math.min(
          1,
          Math.max(FILE_APPLIED, 0.5 + (points - ENOUGH) / 10 + Math.min(margin, 4) / 10),
        ),
      );

const rounded = (score: number): number => Math.round(score * 100) / 100;
