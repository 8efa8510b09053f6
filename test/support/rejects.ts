import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { readChain } from "../../src/chain/chain.ts";
import { type BuiltRejects, buildRejects } from "../../src/chain/rejects/build-rejects.ts";
import type { RejectFilter } from "../../src/chain/rejects/reject.ts";
import type { RejectIndex } from "../../src/chain/rejects/reject-index.ts";
import type { Database } from "../../src/db/database.ts";
import { importExport } from "../../src/jobs/import.ts";
import { retry } from "../../src/jobs/retry.ts";
import { namedMapping } from "../../src/mapping/target-mappings.ts";
import { newDatabase } from "./import.ts";
import { workspace, writeFiles } from "./workspace.ts";

const FIXTURE = "fixtures/rejects-to-correct";

/** An import whose rejected records are corrected, with its database open beside it. */
export interface RejectStory {
  readonly db: Database;
  readonly database: string;
  /** Imports the export as it stands, whatever was imported before. */
  take(mode?: "strict" | "lenient"): Promise<string>;
  /** Corrects the rejected records of a run, and retries it. */
  retry(run: string, entity: string, edit: (text: string) => string): Promise<string>;
  /** Changes the export. */
  change(name: string, edit: (text: string) => string): void;
  build(): Promise<BuiltRejects>;
}

export async function rejectStory(): Promise<RejectStory> {
  const cwd = workspace();
  const database = join(cwd, "hmsync.db");
  const db = await newDatabase(database);
  const names = ["patients.csv", "doctors.csv", "visits.csv"];
  const files = names.map((name) => [name, readFileSync(join(FIXTURE, name))] as const);
  const source = writeFiles(join(cwd, "export"), Object.fromEntries(files));
  const mapping = join(cwd, "mapping.json");
  writeFileSync(mapping, readFileSync(join(FIXTURE, "mapping.json")));
  const reports = join(cwd, "reports");
  let runs = 0;
  const report = () => join(reports, String(++runs));
  const edit = (path: string, change: (text: string) => string) =>
    writeFileSync(path, change(readFileSync(path, "utf8")));
  return {
    db,
    database,
    async take(mode = "lenient") {
      const asked = { target: HMSYNC, database, source, mapping, report: report() };
      const { summary } = await importExport(Object.assign(asked, { settings: { mode } }));
      return summary.run;
    },
    async retry(run, entity, change) {
      const folder = readChain(db).runs.find(({ name }) => name === run)?.reportFolder ?? "";
      edit(join(folder, "rejected", `${entity}.csv`), change);
      const { summary } = await retry({ target: HMSYNC, database, run, report: report() });
      return summary.run;
    },
    change: (name, change) => edit(join(source, name), change),
    async build() {
      const built = await buildRejects({
        db,
        chain: readChain(db),
        target: HMSYNC,
        mappingOf: () => namedMapping(mapping, { target: HMSYNC }),
      });
      onTestFinished(() => built.index.close());
      return built;
    },
  };
}

/** The legacy ids of the records that a filter means. */
export const idsOf = (index: RejectIndex, filter: RejectFilter = {}): (string | null)[] =>
  index.page(filter).map(({ legacyId }) => legacyId);
