import { type ImportComparison, validateImports } from "../../jobs/validate.ts";
import type { LedgerComparison } from "../../ledger/validate-ledger.ts";
import { alignColumns, grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode } from "../../plain/errors.ts";
import type { StoreFault } from "../../store/check-store.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { targetOf } from "../wiring.ts";

/** As many as a person reads; `--json` has them all. */
const SHOWN = 20;

/** Compares the ledger with the database as it is now; exit 5 where they disagree. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { agrees, entities, store } = validateImports({
    database: databasePath(args),
    target: targetOf(args),
    store: args.flags.store,
  });
  const exitCode = agrees ? EXIT.clean : EXIT.mismatch;
  if (args.flags.json)
    terminal.document(
      JSON.stringify({ schemaVersion: 1, exitCode, entities, ...(store && { store }) }),
    );
  else terminal.result([describe(entities), ...describeStore(store)].join("\n"));
  return exitCode;
}

/** What is to be done about each kind of fault. */
const CURES: Readonly<Record<StoreFault["what"], string>> = {
  missing: "import the same export again with --files, which copies them again",
  damaged: "import the same export again with --files, which replaces them",
  surplus: "check what they are, and remove them",
};

function describeStore(store: ImportComparison["store"]): string[] {
  if (store === undefined) return [];
  const { folder, needed, sound, faults } = store;
  const head = `Files in ${folder}: ${grouped(needed)} needed, ${grouped(sound)} sound.`;
  const kinds = (["missing", "damaged", "surplus"] as const).filter((kind) => store[kind] > 0);
  const told = kinds.map((kind) => `  ${grouped(store[kind])} ${kind}: ${CURES[kind]}.`);
  const lines = faults.slice(0, SHOWN).map(({ what, storedAs }) => `  ${what}  ${storedAs}`);
  const more = faults.length > SHOWN ? ["  ... --json lists more"] : [];
  return ["", head, ...told, ...lines, ...more];
}

function describe(entities: readonly LedgerComparison[]): string {
  if (entities.length === 0) return "Nothing has been imported, and the tables are empty.";
  const keepsAny = entities.some(({ unmapped }) => unmapped.kept > 0);
  const head = [
    ...["", "imported", "as imported", "changed", "deleted", "placeholders", "not from an import"],
    ...(keepsAny ? ["unmapped cells of"] : []),
  ];
  const rows = entities.map((one) => [
    ...[one.entity, one.imported, one.asImported, one.changed, one.deleted],
    ...[one.placeholders, one.notImported, ...(keepsAny ? [one.unmapped.kept] : [])],
  ]);
  const deviations = entities.flatMap((one) => [
    ...one.deviations,
    ...one.unmapped.deviations.map((found) => ({ ...found, columns: [] })),
  ]);
  const lines = deviations.slice(0, SHOWN).map((found) => {
    const { what, file, record, line, run, targetId, columns } = found;
    return [
      ...[`  ${what}`, `${file} record ${record}, line ${line}`, `run ${run}`, targetId],
      columns.join(", "),
    ];
  });
  const more = deviations.length > SHOWN ? ["  ... --json lists more"] : [];
  const listed = lines.length > 0 ? ["", ...alignColumns(lines), ...more] : [];
  return [...alignColumns([head, ...rows]), ...listed].join("\n");
}
