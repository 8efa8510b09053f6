import type { Database, DbValue } from "../db/database.ts";
import { quoteName } from "../db/names.ts";
import type { PersonFinding } from "../ledger/person-terms.ts";
import type { Components } from "./components.ts";
import { type Gathered, LISTED } from "./gather.ts";
import type { MergeInForce } from "./in-force.ts";
import { CONFLICTS, CROSSWALK, FILES, LINKS, VERDICTS } from "./ledger-tables.ts";
import type { Expected } from "./merge.ts";

// What people have to know of single records, each as the export calls it. No value but legacy ids.

/** SQL for the place of a record, by the alias of what has its space and legacy id. */
const placeOf = (alias: string) =>
  `left join ${CROSSWALK} x on x.legacy_id = ${alias}.legacy_id and x.entity = ${alias}.space
     and x.legacy_system = ? left join ${FILES} f on f.id = x.file_id`;

const PLACE = "f.name, x.record, x.line";

const textOf = (value: DbValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

const placed = ([file, record, line]: readonly DbValue[]) => ({
  file: textOf(file),
  record: record == null ? null : Number(record),
  line: line == null ? null : Number(line),
});

/** Of links and verdicts that join nobody, in their order. */
export function* linkFindings(
  db: Database,
  { merge, legacySystem }: MergeInForce,
  { gathered, components }: { readonly gathered: Gathered; readonly components: Components },
): Generator<PersonFinding> {
  const ofLink = db.prepare(
    `select r.*, ${PLACE} from (
       select coalesce(n.space, l.from_space) as space, coalesce(n.legacy_id, l.from_legacy_id) as legacy_id,
         l.to_space, l.to_legacy_id
       from ${LINKS} l left join ${LISTED} n on n.own_id = l.from_id where l.id = ?) r ${placeOf("r")}`,
  );
  const ofVerdict = db.prepare(
    `select r.*, ${PLACE} from (
       select a_space as space, a_legacy_id as legacy_id, b_space, b_legacy_id
       from ${VERDICTS} where id = ?) r ${placeOf("r")}`,
  );
  for (const { code, link, verdict } of components.found) {
    const [space = "", legacyId = "", otherSpace, otherLegacyId, ...place] =
      (link === undefined
        ? ofVerdict.get([gathered.verdictIds[verdict ?? 0] ?? 0, legacySystem])
        : ofLink.get([gathered.linkIds[link] ?? "", legacySystem])) ?? [];
    const declaration = gathered.links[link ?? -1]?.declaration ?? -1;
    yield {
      code,
      merge: merge.name,
      about: merge.links[declaration]?.name ?? "reviewed",
      space: String(space ?? ""),
      legacyId: String(legacyId ?? ""),
      otherSpace: textOf(otherSpace),
      otherLegacyId: textOf(otherLegacyId),
      fields: [],
      ...placed(place),
    };
  }
}

/** SQL for the listed records that no row names where one is expected; takes the space. */
function orphansOf({ table, column }: Expected): string {
  const [name, key] = [quoteName(table), quoteName(column)];
  return `from ${LISTED} r where r.space = ?
    and r.own not in (select e.${key} from main.${name} e where e.${key} is not null)`;
}

/** Records that a row of another entity is expected to name, and that none does: a child without a parent. */
export function* orphanFindings(
  db: Database,
  { merge, legacySystem }: MergeInForce,
): Generator<PersonFinding> {
  for (const expected of merge.expect) {
    if (!db.catalog.hasTable(expected.table)) continue;
    const found = db.prepare(
      `select r.legacy_id, ${PLACE} from (select r.n, r.space, r.legacy_id ${orphansOf(expected)}) r
       ${placeOf("r")} order by r.n`,
    );
    for (const [legacyId, ...place] of found.iterate([expected.space, legacySystem])) {
      yield {
        code: "orphan",
        merge: merge.name,
        about: expected.entity,
        space: expected.space,
        legacyId: String(legacyId),
        otherSpace: null,
        otherLegacyId: null,
        fields: [],
        ...placed(place),
      };
    }
  }
}

/** Records that say something else than their person, which goes by its first record's name. */
export function* differFindings(
  db: Database,
  { merge, legacySystem }: MergeInForce,
): Generator<PersonFinding> {
  const found = db.prepare(
    `select r.space, r.legacy_id, p.space, p.legacy_id, c.fields, ${PLACE} from (
       select loser, person_id, json_group_array(field) as fields from ${CONFLICTS}
       where legacy_system = ? and merge = ? group by loser, person_id) c
     join ${LISTED} r on r.own_id = c.loser left join ${LISTED} p on p.own_id = c.person_id
     ${placeOf("r")} order by r.n`,
  );
  for (const row of found.iterate([legacySystem, merge.name, legacySystem])) {
    const [space, legacyId, otherSpace, otherLegacyId, fields, ...place] = row;
    yield {
      code: "differs",
      merge: merge.name,
      about: merge.name,
      space: String(space),
      legacyId: String(legacyId),
      otherSpace: textOf(otherSpace),
      otherLegacyId: textOf(otherLegacyId),
      fields: JSON.parse(String(fields)) as string[],
      ...placed(place),
    };
  }
}

/** How many of each kind a report names; its file has all. */
const FIRST = 5;
/** How many links are handed on to whoever asked; more are counted, and written where there is a file for them. */
const NAMED = 1_000;

/** Counts findings on their way to a file. */
export class FindingBook {
  readonly counts: Record<string, number> = {};
  readonly first: PersonFinding[] = [];
  /** The first findings of links. */
  readonly ofLinks: PersonFinding[] = [];
  readonly #note: ((finding: PersonFinding) => void) | undefined;

  constructor(note?: (finding: PersonFinding) => void) {
    this.#note = note;
  }

  take(findings: Iterable<PersonFinding>): void {
    for (const finding of findings) {
      const { code } = finding;
      const before = this.counts[code] ?? 0;
      this.counts[code] = before + 1;
      if (before < FIRST) this.first.push(finding);
      if (code !== "orphan" && code !== "differs" && this.ofLinks.length < NAMED) {
        this.ofLinks.push(finding);
      }
      this.#note?.(finding);
    }
  }
}
