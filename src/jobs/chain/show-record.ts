import { getTableName } from "drizzle-orm";
import type { Importer } from "../../../importers/define.ts";
import type { ShownCell, ShownPair, ShownRecord } from "../../chain/shown-record.ts";
import type {
  RecordTrace,
  TracedCell,
  TracedColumn,
  TracedVersion,
} from "../../chain/trace/record-trace.ts";
import { RecordsAtHand } from "../../ledger/chain-rows.ts";
import { KnownRows } from "../../ledger/trail/known-rows.ts";
import { counted } from "../../plain/columns.ts";
import { UsageError } from "../../plain/errors.ts";
import { targetIn } from "../run/target-in.ts";
import { type ChainAtHand, type ChainOf, readingChain } from "./chain-at-hand.ts";
import { digestOf, recordAlone, sampleOf } from "./sample.ts";
import { traceIn, traceMeans } from "./trace.ts";

/** Stories by what they tell of: to read the cells of a record is to go through its file up to it. */
export type Stories = Map<string, Story>;

/**
 * Shows a record of the sample: what the export said, beside what is in the application now.
 *
 * @param stories that were read before; gets this one
 * @throws UsageError if there is no such record
 */
export function showRecord(
  of: ChainOf & { readonly n: number },
  stories: Stories = new Map(),
): Promise<ShownRecord> {
  const show = async (at: ChainAtHand): Promise<ShownRecord> => {
    const { db, chain } = at;
    const target = targetIn(db, of.target);
    const { records } = sampleOf(at, target.importers);
    const checked = records[of.n - 1];
    const importer = target.importers.find(({ entity }) => entity === checked?.entity);
    if (checked === undefined || importer === undefined) {
      throw new UsageError(`The sample has no record ${of.n}.`, {
        cure: `It has 1 to ${records.length}.`,
      });
    }
    const { entity, legacyId } = checked;
    const alone = recordAlone(db, chain.legacySystem);
    const found = new RecordsAtHand(db, chain.legacySystem).find(importer, legacyId);
    const digest = found && digestOf(importer, legacyId, alone(importer, legacyId, found));
    // Of a record that was joined since, another story is told.
    const key = `${digest} ${found?.targetId}`;
    const known = stories.get(key);
    if (known !== undefined) return Object.assign({}, checked, { digest }, known);
    // It is in: what runs noted elsewhere of such a number need not be searched for.
    const means = traceMeans({ db, target, chain, called: () => [] });
    const { trace } = await traceIn(means, { entity, legacyId });
    const referred = (to: Referred): string | undefined => {
      const parent = target.importers.find((one) => one.entity === to.entity);
      const row = parent && new KnownRows(db, parent, chain.legacySystem).byId(to.crosswalkId);
      return row && `${to.entity} ${row.legacyId}`;
    };
    const story = storyOf(importer, trace, referred);
    const now = new RecordsAtHand(db, chain.legacySystem).find(importer, legacyId);
    const isStill =
      now !== undefined && digestOf(importer, legacyId, alone(importer, legacyId, now)) === digest;
    // Somebody may have changed the row while the file was read.
    if (digest !== undefined && isStill) stories.set(key, story);
    return Object.assign({}, checked, { digest }, story);
  };
  return readingChain(of, show, "as it comes");
}

type Story = Omit<ShownRecord, "digest" | "n" | "entity" | "legacyId" | "state" | "last">;

type Referred = NonNullable<TracedColumn["refersTo"]>;

function storyOf(
  { table }: Importer,
  trace: RecordTrace | undefined,
  referred: (to: Referred) => string | undefined,
): Story {
  const version = trace?.versions[0];
  const cells = version?.cells?.columns ?? [];
  const columns = trace?.row?.columns ?? [];
  const names = new Set(columns.map(({ column }) => column));
  return {
    run: version?.run ?? "",
    file: version?.place.file ?? "",
    record: version?.place.record ?? 0,
    line: version?.place.line ?? 0,
    table: getTableName(table),
    pairs: cellsFirst(
      columns.flatMap(({ column, now, mark, imported, refersTo }): ShownPair[] => {
        const own = cells.filter(({ fills }) => fills.includes(column)).map(shownCell);
        // What is empty on both sides would hide what is not.
        if (now === null && own.every(({ value }) => value === "")) return [];
        const alone = mark === "another record's" ? { alone: imported ?? null } : {};
        return [{ column, cells: own, now, refersTo: refersTo && referred(refersTo), ...alone }];
      }),
    ),
    aside: cells.filter(({ fills }) => !fills.some((one) => names.has(one))).map(shownCell),
    unread: unreadOf(version),
    notes: [...personNotes(trace), ...(version?.notes ?? [])],
  };
}

/** What joining changed is no fault of the import: it is told. */
function personNotes(trace: RecordTrace | undefined): string[] {
  const joined = trace?.row?.joined;
  if (joined === undefined) return [];
  const records = counted(joined.others.length + 1, "record");
  return [`Its row is a person's, of ${records}: what another one says is shown beside its own.`];
}

/** What is compared comes before what the import made by itself. */
const cellsFirst = (pairs: readonly ShownPair[]): ShownPair[] => [
  ...pairs.filter(({ cells }) => cells.length > 0),
  ...pairs.filter(({ cells }) => cells.length === 0),
];

const shownCell = ({ column, value, was }: TracedCell): ShownCell => ({ column, value, was });

function unreadOf(version: TracedVersion | undefined): readonly string[] {
  if (version === undefined) return ["no run of the ledger has read it"];
  if (version.cells !== undefined) return [];
  return version.unread.length === 0 ? ["they are nowhere any more"] : version.unread;
}
