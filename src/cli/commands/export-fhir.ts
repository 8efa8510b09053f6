import { exportFhir, type FhirExported } from "../../jobs/fhir/export-fhir.ts";
import { alignColumns, grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { interruptSignal } from "../interrupt.ts";
import { targetOf } from "../wiring.ts";

/** Writes what is in the database as FHIR R4, NDJSON. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { flags } = args;
  if (flags.out === undefined) {
    throw new UsageError("export:fhir needs a folder for the files.", {
      cure: "Name a new one with --out.",
    });
  }
  const { signal, release } = interruptSignal(terminal);
  const exported = await exportFhir(
    {
      target: targetOf(args),
      database: databasePath(args),
      out: flags.out,
      only: flags.only?.split(",").map((name) => name.trim()),
      replaces: flags.force === true,
      signal,
    },
    { note: terminal.narrate },
  ).finally(release);
  if (flags.json) terminal.document(JSON.stringify({ schemaVersion: 1, ...exported }));
  else for (const line of linesOf(exported)) terminal.result(line);
  return exported.leftOut.some(({ keys }) => keys.length > 0) ? EXIT.rejected : EXIT.clean;
}

function linesOf({ folder, resources, leftOut }: FhirExported): string[] {
  const rows = Object.entries(resources).map(([type, count]) => [`${type}.ndjson`, grouped(count)]);
  const told = leftOut.map(({ table, rows, reason, keys }) => {
    const named =
      keys.length === 0 ? "" : `: ${keys.join(", ")}${keys.length < rows ? ", ..." : ""}`;
    return `not exported: ${grouped(rows)} of ${table} (${reason})${named}`;
  });
  const files = rows.length === 0 ? ["No rows that are resources."] : alignColumns(rows);
  return [`FHIR R4 in ${folder}`, ...files, ...told];
}
