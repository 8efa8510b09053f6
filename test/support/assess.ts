import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HMSYNC } from "../../importers/index.ts";
import { VOCABULARY } from "../../importers/vocabulary/index.ts";
import { type Assessment, assessExport } from "../../src/assess/assess-export.ts";
import { proposeMapping } from "../../src/assess/propose/propose-mapping.ts";
import type { AssessmentDocument } from "../../src/assess/show/document.ts";
import { showAssessment } from "../../src/assess/show/show-assessment.ts";
import { openScratch } from "../../src/db/sqlite/open.ts";
import { observeColumn } from "../../src/jobs/assess.ts";
import { openExport } from "../../src/source/open-export.ts";
import type { Export } from "../../src/source/source-file.ts";
import { IMPORTERS } from "./target.ts";
import { writeFiles } from "./workspace.ts";

export const AS_OF = "2026-01-14";

/** Assesses an export that is written for it: name to content, or to lines. */
export async function assess(
  files: Readonly<Record<string, string | Buffer | readonly string[]>>,
): Promise<Assessment> {
  const texts = Object.entries(files).map(([name, content]) => {
    const lines = Array.isArray(content) ? `${content.join("\n")}\n` : content;
    return [name, lines] as const;
  });
  // Tests share an assessment: its folder is not that of one of them.
  const folder = mkdtempSync(join(tmpdir(), "hmsync-assess-"));
  try {
    writeFiles(folder, Object.fromEntries(texts) as Record<string, string>);
    return await assessFound(openExport(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Assesses what was found. */
export const assessFound = (found: Export): Promise<Assessment> =>
  assessExport(found, {
    openScratch,
    mappings: [],
    asOf: AS_OF,
    importers: IMPORTERS,
    observe: observeColumn(AS_OF, HMSYNC.codeWords),
    propose: (profile) => proposeMapping(profile, { importers: IMPORTERS, vocabulary: VOCABULARY }),
    told: () => undefined,
    pause: () => undefined,
  });

/** The assessment as it is shown. */
export const shown = (
  assessment: Assessment,
  values: "masked" | "revealed" = "masked",
): AssessmentDocument => showAssessment(assessment, { source: "legacy", asOf: AS_OF, values });

/** Lines, one for each number from 1. */
export const numbered = (count: number, line: (n: number) => string): string[] =>
  Array.from({ length: count }, (_, nth) => line(nth + 1));
