import { getTableName } from "drizzle-orm";
import type { Importer } from "../../importers/define.ts";
import type { Database, DbValue } from "../db/database.ts";
import { quoteName, sameName } from "../db/names.ts";
import type { PersonFinding, Terms, Unnamed } from "../ledger/person-terms.ts";
import type { Difference } from "../ledger/run-summary.ts";
import type { Fail } from "../plain/failpoint.ts";
import type { Components } from "./components.ts";
import { differFindings, FindingBook, linkFindings, orphanFindings } from "./findings.ts";
import { componentsIn, type Gathered, gatherLinks, LISTED, listRecords } from "./gather.ts";
import { isJoined, type MergeInForce, mergesInForce, setJoined } from "./in-force.ts";
import { CROSSWALK, countOf, endStepLast, FILES } from "./ledger-tables.ts";
import { copyRows, GONE, keepOwnRows, listMembers } from "./members.ts";
import type { LinkFinding } from "./merge.ts";
import { Precedence } from "./precedence.ts";
import { removeRows, repointAll } from "./repoint.ts";
import { shapeOf } from "./shape.ts";
import type { Work } from "./work.ts";

/** What is joined for whom. */
export interface JoinRequest {
  readonly db: Database;
  /** Whose doing it is, for the ledger. */
  readonly runId: number;
  readonly importers: readonly Pick<Importer, "entity" | "table">[];
  /** Rows of the merged tables as the application saw them before the run, where that is known. */
  readonly before?: ReadonlyMap<string, number>;
  /** Is told every finding on a record, of which there may be many. */
  readonly onFinding?: (finding: PersonFinding) => void;
  readonly failAt?: Fail | undefined;
}

/** A figure that the database does not bear out. */
export interface Disagreement {
  readonly table: string;
  readonly measure: string;
  readonly wanted: number;
  readonly found: number;
}

export interface Joined {
  /** One for each merge, by legacy system. */
  readonly terms: readonly Terms[];
  readonly findings: readonly (LinkFinding & { readonly merge: string })[];
  /** Any of these, and all of it has to be rolled back. */
  readonly disagreements: readonly Disagreement[];
}

/** What a run knows of persons: rows of their tables as the application saw them before, and what joining came to. */
export interface PersonsOfRun {
  readonly before?: ReadonlyMap<string, number>;
  readonly terms?: readonly Terms[];
  readonly findings: Joined["findings"];
}

/** The same as differences of a run. */
export const differencesOf = ({ disagreements }: Joined): Difference[] =>
  disagreements.map(({ table, measure, wanted, found }) => {
    return { entity: table, measure, source: wanted, target: found };
  });

const NOTHING: Joined = { terms: [], findings: [], disagreements: [] };

/**
 * Joins the records of each person to one row, by all merges that are in force, in the open transaction. The records
 * must stand apart. Costs nothing in a database that knows of no merge.
 *
 * Whatever it does is written down in the ledger step by step, and `separate` takes it back.
 */
export function join(request: JoinRequest): Joined {
  const { db, runId } = request;
  const merges = mergesInForce(db).filter(({ merge }) => db.catalog.hasTable(merge.table));
  if (merges.length === 0) {
    if (isJoined(db) === false) setJoined(db, "joined", runId);
    return NOTHING;
  }
  const each = merges.map((one) => joinOne(request, one));
  request.failAt?.("before-joined");
  setJoined(db, "joined", runId);
  return {
    terms: each.flatMap(({ terms }) => terms),
    findings: each.flatMap(({ findings }) => findings),
    disagreements: each.flatMap(({ disagreements }) => disagreements),
  };
}

function joinOne(request: JoinRequest, one: MergeInForce): Joined {
  const { db } = request;
  const before = request.before?.get(one.merge.table) ?? countRows(db, one.merge.table);
  const records = listRecords(db, one);
  const gathered = gatherLinks(db, one);
  const unnamed = unnamedIn(db, one);
  const book = new FindingBook(request.onFinding);
  // While they stand apart, for a row that names the person names none of its other records.
  book.take(orphanFindings(db, one));
  const refused = new Set<number>();
  for (;;) {
    const components = componentsIn(one.merge, gathered, { records, refused });
    db.exec("savepoint hmsync_join");
    const tried = tryJoin(request, one, components);
    if (tried.work.refused.size === 0) {
      db.exec("release hmsync_join");
      return told(request, one, { ...tried, components, gathered, unnamed, before, book });
    }
    db.exec("rollback to hmsync_join");
    db.exec("release hmsync_join");
    for (const at of withTheirs(components, tried.work.refused)) refused.add(at);
  }
}

/** The records of the persons that something refers to which the database does not let lead to the person. */
function withTheirs({ first }: Components, numbers: ReadonlySet<number>): number[] {
  const tops = new Set([...numbers].map((n) => first[n - 1]));
  return [...first.keys()].filter((at) => tops.has(first[at]));
}

interface Tried {
  readonly work: Work;
  readonly rowsBefore: number;
  readonly gone: number;
  readonly left: ReturnType<typeof leave>;
}

function tryJoin(request: JoinRequest, one: MergeInForce, components: Components): Tried {
  const { db, importers, failAt } = request;
  const { merge } = one;
  const work: Work = {
    db,
    runId: request.runId,
    undeclared: merge.references,
    entitiesOf: (table) => [
      ...(sameName(table, merge.table) ? merge.spaces : []),
      ...importers
        .filter((own) => sameName(getTableName(own.table), table))
        .map(({ entity }) => entity),
    ],
    repointed: new Map(),
    absorbed: new Map(),
    refused: new Set(),
    failAt,
  };
  const rowsBefore = countRows(db, merge.table);
  const { gone } = listMembers(db, components.first);
  if (gone === 0) return { work, rowsBefore, gone, left: { edited: 0, refused: 0, differs: {} } };
  failAt?.("joining-own-rows");
  const step = keepOwnRows(work, one);
  const shape = shapeOf(db, merge.table);
  repointAll(work, { shape, gone: GONE, depth: 0 });
  if (work.refused.size > 0)
    return { work, rowsBefore, gone, left: { edited: 0, refused: 0, differs: {} } };
  return { work, rowsBefore, gone, left: leave(work, one, { step: endStepLast(db, step), gone }) };
}

/** Leaves one row for each person, with what its records say. */
function leave(
  { db, failAt }: Work,
  one: MergeInForce,
  { step, gone }: { readonly step: number; readonly gone: number },
) {
  const shape = shapeOf(db, one.merge.table);
  copyRows(db, shape);
  failAt?.("joining-rows");
  removeRows(db, { shape, gone: GONE, depth: 0 }, gone);
  const precedence = new Precedence(db, one, shape);
  const edited = precedence.choose();
  failAt?.("joining-columns");
  const refused = precedence.write();
  precedence.noteWritten(step);
  return { edited, refused, differs: precedence.noteConflicts() };
}

interface Come extends Tried {
  readonly components: Components;
  readonly gathered: Gathered;
  readonly unnamed: readonly Unnamed[];
  readonly before: number;
  readonly book: FindingBook;
}

function told(request: JoinRequest, one: MergeInForce, come: Come): Joined {
  const { db } = request;
  const { merge, legacySystem } = one;
  const { components, work, left, book } = come;
  book.take(linkFindings(db, one, come));
  book.take(differFindings(db, one));
  const records = components.first.length;
  const sizes = new Map<number, number>();
  for (const top of components.first) sizes.set(top, (sizes.get(top) ?? 0) + 1);
  const linked = [...sizes.values()].filter((size) => size > 1).length;
  const { reviewed } = components;
  const terms: Terms = {
    merge: merge.name,
    legacySystem,
    records: bySpace(db, one, "1"),
    links: Object.fromEntries(
      merge.links.flatMap(({ name }, at) => {
        const counted = components.terms[at];
        return counted === undefined ? [] : [[name, counted] as const];
      }),
    ),
    ...(reviewed.declared > 0 && { reviewed }),
    unions: components.unions,
    persons: records - components.unions,
    linked,
    alone: bySpace(db, one, "n not in (select n from temp.hmsync_chosen)"),
    differs: left.differs,
    repointed: Object.fromEntries(work.repointed),
    absorbed: Object.fromEntries(work.absorbed),
    edited: left.edited,
    refused: left.refused,
    unnamed: come.unnamed,
    ...(book.first.length > 0 && { findings: { counts: book.counts, first: book.first } }),
    rows: { before: come.before, after: countRows(db, merge.table) },
  };
  const findings = book.ofLinks.flatMap(linkFinding);
  return {
    terms: [terms],
    findings,
    disagreements: disagreementsIn(request, one, { terms, come }),
  };
}

/** As a link of two records. */
function linkFinding(found: PersonFinding): Joined["findings"] {
  const { code, merge, about, space, legacyId, otherSpace, otherLegacyId } = found;
  if (code === "orphan" || code === "differs") return [];
  const to = { space: otherSpace ?? "", legacyId: otherLegacyId ?? "" };
  return [{ code, link: about, from: { space, legacyId }, to, merge }];
}

function bySpace(db: Database, { merge }: MergeInForce, where: string): Record<string, number> {
  const found = db.prepare(`select space, count(*) from ${LISTED} where ${where} group by space`);
  const counts = new Map(found.all([]).map(([space, n]) => [String(space), Number(n)]));
  return Object.fromEntries(merge.spaces.map((space) => [space, counts.get(space) ?? 0]));
}

/** Checks what it has come to against the database itself. */
function disagreementsIn(
  { db }: JoinRequest,
  { merge, legacySystem }: MergeInForce,
  { terms, come }: { readonly terms: Terms; readonly come: Come },
): Disagreement[] {
  const { table } = merge;
  const persons = countOf(
    db,
    `select count(distinct c.target_id) from ${CROSSWALK} c
       join main.${quoteName(table)} t on t.${quoteName(merge.key)} = c.target_id
     where c.legacy_system = ? and c.entity in (select value from json_each(?))`,
    [legacySystem, JSON.stringify(merge.spaces)],
  );
  const total = terms.linked + Object.values(terms.alone).reduce((sum, n) => sum + n, 0);
  const figures = [
    [
      "rows that are left of those before and joined",
      come.rowsBefore - terms.unions,
      terms.rows.after,
    ],
    ["persons that records lead to", terms.persons, persons],
    ["persons, linked and alone", terms.persons, total],
    ["records whose rows became another's", terms.unions, come.gone],
  ] as const;
  return figures
    .filter(([, wanted, found]) => wanted !== found)
    .map(([measure, wanted, found]) => ({ table, measure, wanted, found }));
}

/** Rows of a table of the application. */
export const countRows = (db: Database, table: string): number =>
  countOf(db, `select count(*) from main.${quoteName(table)}`);

const placeIn = ([file, record, line, legacyId]: readonly DbValue[]) => ({
  file: String(file),
  record: Number(record),
  line: Number(line),
  legacyId: String(legacyId),
});

/** How many places of those that no row names are told. */
const FIRST = 20;

/** Records that a row of another entity is expected to name, and that none does: a child without a parent. */
function unnamedIn(db: Database, { merge, legacySystem }: MergeInForce): Unnamed[] {
  return merge.expect.flatMap(({ space, entity, table, column }) => {
    if (!db.catalog.hasTable(table)) return [];
    const named = `select x.${quoteName(column)} from main.${quoteName(table)} x where x.${quoteName(column)} is not null`;
    const where = `from ${LISTED} r where r.space = ? and r.own not in (${named})`;
    const count = countOf(db, `select count(*) ${where}`, [space]);
    if (count === 0) return [];
    const found = db.prepare(
      `select f.name, c.record, c.line, c.legacy_id from ${CROSSWALK} c join ${FILES} f on f.id = c.file_id
       join (select r.n, r.legacy_id ${where} order by r.n limit ${FIRST}) r on r.legacy_id = c.legacy_id
       where c.entity = ? and c.legacy_system = ? order by r.n`,
    );
    const places = found.all([space, space, legacySystem]).map(placeIn);
    return [{ space, entity, count, places }];
  });
}
