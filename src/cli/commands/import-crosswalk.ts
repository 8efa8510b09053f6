import { type CrosswalkWritten, writeCrosswalk } from "../../jobs/crosswalk.ts";
import { alignColumns, grouped } from "../../plain/columns.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { targetOf } from "../wiring.ts";

/** Writes which row each record became. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { out } = args.flags;
  const only = args.flags.only?.split(",").map((name) => name.trim());
  if (out === undefined) {
    throw new UsageError("Where is the list to be written?", { cure: "Write  --out map.csv" });
  }
  const database = databasePath(args);
  const written = await writeCrosswalk({ database, target: targetOf(args), out, only });
  if (args.flags.json)
    terminal.document(JSON.stringify({ schemaVersion: 1, out, records: written }));
  else terminal.result(text(written, out));
  return EXIT.clean;
}

function text(written: CrosswalkWritten, out: string): string {
  const rows = Object.entries(written).map(([entity, records]) => [entity, grouped(records)]);
  return [...alignColumns([["", "records"], ...rows]), "", `Written to ${out}.`].join("\n");
}
