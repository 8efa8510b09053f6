import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import { assess } from "../../../src/jobs/assess.ts";
import { parseMapping } from "../../../src/mapping/mapping.ts";
import { importFolder, newDatabase } from "../../support/import.ts";
import { workspace } from "../../support/workspace.ts";

const SOURCE = "fixtures/fhir-one-bundle-per-patient";

test("an assessment of FHIR names the mapping that reads it, and writes one that can be used", async () => {
  const folder = workspace();
  const write = join(folder, "mapping.json");
  const { proposed } = await assess({
    target: HMSYNC,
    source: SOURCE,
    write,
    legacySystem: "elm",
    report: join(folder, "report"),
  });
  expect(proposed?.forecast).toMatchObject({
    outcome: "not tried",
    why: expect.stringContaining("fhir-r4"),
  });
  const mapping = parseMapping("mapping.json", readFileSync(write, "utf8"), HMSYNC.importers);
  const summary = await importFolder(await newDatabase(), SOURCE, { mapping });
  expect(summary).toMatchObject({ exitCode: 0, legacySystem: "elm" });
});
