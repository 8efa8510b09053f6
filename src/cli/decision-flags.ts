import type { Decisions } from "../evolve/decisions.ts";
import { everyColumn } from "../evolve/decisions-file.ts";
import { columnKey, NAME, readName, writeName } from "../evolve/written-names.ts";
import { UsageError } from "../plain/errors.ts";
import type { Arguments } from "./arguments.ts";
import type { FlagLists, ValueFlag } from "./flags.ts";

type Given = Pick<Arguments, "lists">;

/** Several in one flag are separated by commas. */
const list = (shape: string): RegExp => new RegExp(`\\s*${shape}\\s*(?:,|$)`, "y");

const TABLE = list(NAME);
const COLUMN = list(`${NAME}\\.${NAME}`);
const COLUMN_TO = list(`${NAME}\\.${NAME}=${NAME}`);
const TABLE_TO = list(`${NAME}=${NAME}`);
/** One alone: SQL has commas of its own. */
const COLUMN_SQL = new RegExp(`${NAME}\\.${NAME}=([\\s\\S]+)$`, "y");

/**
 * What the flags decide about a push.
 *
 * @throws UsageError if a flag is not written as it should be
 */
export function decisionsFrom(args: Pick<Arguments, "flags" | "lists">): Decisions {
  return {
    ...permissionsFrom(args),
    renames: renamesFrom(args),
    renameTables: matches(args, "rename-table", TABLE_TO).map(([from = "", to = ""]) => {
      return { from: readName(from), to: readName(to) };
    }),
    backfills: backfillsFrom(args),
    dropUnmanaged: args.lists["drop-unmanaged"] ?? [],
    keepUnmanaged: everyColumn(args.flags["keep-unmanaged"] === true),
    adopt: args.flags.adopt === true,
  };
}

/**
 * The decisions that were given at questions, as their flags would be written.
 *
 * @throws UsageError if one is not written as it should be
 */
export function decisionsOf(lists: FlagLists): Partial<Decisions> {
  return { ...permissionsFrom({ lists }), backfills: backfillsFrom({ lists }) };
}

const backfillsFrom = (args: Given): Decisions["backfills"] =>
  matches(args, "backfill", COLUMN_SQL).map(([table = "", column = "", expression = ""]) => {
    return { table: readName(table), column: readName(column), expression };
  });

/**
 * What may be lost or changed, by flags.
 *
 * @throws UsageError if one is not written as it should be
 */
export function permissionsFrom(
  args: Given,
): Pick<Decisions, "allowDrop" | "allowDropTable" | "allowConvert"> {
  const columns = (flag: ValueFlag) =>
    matches(args, flag, COLUMN).map(([table = "", column = ""]) =>
      columnKey(readName(table), readName(column)),
    );
  return {
    allowDrop: columns("allow-drop"),
    allowDropTable: matches(args, "allow-drop-table", TABLE).map(([table = ""]) =>
      writeName(readName(table)),
    ),
    allowConvert: columns("allow-convert"),
  };
}

/**
 * Columns that have another name, by flags.
 *
 * @throws UsageError if one is not written as it should be
 */
export const renamesFrom = (args: Given): Decisions["renames"] =>
  matches(args, "rename", COLUMN_TO).map(([table = "", from = "", to = ""]) => {
    return { table: readName(table), from: readName(from), to: readName(to) };
  });

/** What the groups of a shape stand for, for each time that it is met: from end to end, or not at all. */
function matches(args: Given, flag: ValueFlag, shape: RegExp): string[][] {
  return (args.lists[flag] ?? []).flatMap((value) => {
    const found: string[][] = [];
    shape.lastIndex = 0;
    do {
      const [, ...parts] = shape.exec(value) ?? [];
      if (parts.length === 0) throw notUnderstood(flag, value);
      found.push(parts);
    } while (shape.lastIndex < value.length);
    return found;
  });
}

function notUnderstood(flag: ValueFlag, value: string): UsageError {
  return new UsageError(`--${flag} does not understand "${value}".`, {
    cure: `Write it as ${EXAMPLES[flag] ?? "in --help"}; names with a dot, comma or equals sign in SQL's quotes: '"a.b"'.`,
  });
}

const EXAMPLES: Partial<Record<ValueFlag, string>> = {
  "allow-drop": "--allow-drop patients.phone",
  "allow-drop-table": "--allow-drop-table allies",
  "allow-convert": "--allow-convert visits.fee",
  rename: "--rename patients.phone=telephone",
  "rename-table": "--rename-table allies=caregivers",
  backfill: "--backfill 'patients.mrn=legacy_id'",
};
