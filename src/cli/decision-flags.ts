import { UsageError } from "../errors.ts";
import type { Decisions } from "../evolve/decisions.ts";
import { declaredDecisions } from "../evolve/decisions-file.ts";
import type { FlagName } from "./flags.ts";
import type { Arguments } from "./parse-argv.ts";

const COLUMN = /^([^.=]+)\.([^.=]+)$/;
const COLUMN_TO = /^([^.=]+)\.([^.=]+)=([^.=]+)$/;
const TABLE_TO = /^([^.=]+)=([^.=]+)$/;
const COLUMN_SQL = /^([^.=]+)\.([^.=]+)=([\s\S]+)$/;

/**
 * What the flags, and the file next to the schema, decide about a push.
 *
 * @throws UsageError where a flag is not written as it should be
 */
export function decisionsFrom(args: Arguments, schema: string): Decisions {
  const declared = declaredDecisions(schema);
  const { flags } = args;
  return {
    allowDrop: names(args, "allow-drop", COLUMN),
    allowDropTable: names(args, "allow-drop-table", /^[^.=]+$/),
    allowConvert: names(args, "allow-convert", COLUMN),
    renames: [
      ...declared.renames,
      ...matches(args, "rename", COLUMN_TO).map(([, table = "", from = "", to = ""]) => {
        return { table, from, to };
      }),
    ],
    renameTables: [
      ...declared.renameTables,
      ...matches(args, "rename-table", TABLE_TO).map(([, from = "", to = ""]) => ({ from, to })),
    ],
    backfills: [
      ...matches(args, "backfill", COLUMN_SQL).map(
        ([, table = "", column = "", expression = ""]) => {
          return { table, column, expression };
        },
      ),
      ...declared.backfills,
    ],
    dropUnmanaged: args.lists["drop-unmanaged"] ?? [],
    adopt: flags.adopt === true,
  };
}

/** Several in one flag are separated by commas; not in SQL, which has commas of its own. */
function written(args: Arguments, flag: FlagName): string[] {
  const values = args.lists[flag] ?? [];
  if (flag === "backfill") return [...values];
  return values.flatMap((value) => value.split(",").map((part) => part.trim()));
}

function matches(args: Arguments, flag: FlagName, shape: RegExp): RegExpExecArray[] {
  return written(args, flag).map((value) => {
    const found = shape.exec(value);
    if (found !== null) return found;
    throw new UsageError(`--${flag} does not understand "${value}".`, {
      cure: `Write it as ${EXAMPLES[flag] ?? "in --help"}.`,
    });
  });
}

const names = (args: Arguments, flag: FlagName, shape: RegExp): string[] =>
  matches(args, flag, shape).map(([whole]) => whole);

const EXAMPLES: Partial<Record<FlagName, string>> = {
  "allow-drop": "--allow-drop patients.phone",
  "allow-drop-table": "--allow-drop-table allies",
  "allow-convert": "--allow-convert visits.fee",
  rename: "--rename patients.phone=telephone",
  "rename-table": "--rename-table allies=caregivers",
  backfill: "--backfill 'patients.mrn=legacy_id'",
};
