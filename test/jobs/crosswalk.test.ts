import { readFileSync, statSync } from "node:fs";
import { join as joinPath } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../importers/index.ts";
import { writeCrosswalk } from "../../src/jobs/crosswalk.ts";
import { join } from "../../src/persons/join.ts";
import { UsageError } from "../../src/plain/errors.ts";
import { exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { workspace } from "../support/workspace.ts";

const PATIENTS = ["1,Asha,Rao,0441234567,31", "2,Tom,Novak,0209461234,39"];

test("every record is written with the row that it is in now, for its owner alone", async () => {
  const db = await newDatabase();
  await importFolder(db, exportOf({ patients: PATIENTS, doctors: ["D1,Dr. Jane Smith"] }));
  expect(join({ db, runId: 1, importers: [] }).terms).toEqual([]);
  const out = joinPath(workspace(), "map.csv");
  const options = { database: db.path, target: HMSYNC, out };
  expect(await writeCrosswalk(options)).toEqual({ patients: 2, doctors: 1 });
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const [head, ...lines] = readFileSync(out, "utf8")
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  expect(head).toEqual([
    "legacy system",
    "entity",
    "legacy id",
    "own id",
    "target id",
    "public id",
  ]);
  const rows = db.prepare("select id, public_id from patients order by legacy_id").all([]);
  for (const [at, [id, publicId]] of rows.entries()) {
    expect(lines[at]).toEqual(["generic-csv", "patients", `${at + 1}`, id, id, publicId]);
  }
  expect(await writeCrosswalk({ ...options, only: ["doctors"] })).toEqual({ doctors: 1 });
  await expect(writeCrosswalk({ ...options, only: ["doctor"] })).rejects.toBeInstanceOf(UsageError);
});
