import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { sourceFile } from "../../src/source/open-export.ts";
import { unaccounted } from "../support/account.ts";
import { mutate, seededRandom } from "../support/mutate.ts";
import { storyFile } from "../support/reading.ts";
import { workspace } from "../support/workspace.ts";

// A sample of what `bench/read-mutated.ts` does with 10,000 files.

const STORIES = [
  ...["excel-semicolon-bom", "backslash-escapes", "blanks-around-quotes", "comment-lines"],
  ...["header-in-two-rows", "two-tables-in-one-file", "quote-that-is-never-closed"],
  ...["utf-16-little-end-first", "windows-1252", "tabs-with-empty-cells", "json-array"],
  ...["ndjson-lines", "one-column-with-blank-lines", "footer-with-total"],
  ...["columns-aligned-by-blanks", "report-of-two-pages"],
];
const EACH = 25;

test.each(STORIES)(
  "%s, spoiled in many ways, crashes nothing and loses no record unsaid",
  async (story) => {
    const { path } = storyFile(story);
    const original = readFileSync(path);
    const folder = workspace();
    const random = seededRandom(7);
    for (let time = 0; time < EACH; time++) {
      const spoiled = mutate(original, random);
      const copy = join(folder, basename(path));
      writeFileSync(copy, spoiled);
      const wrong = await unaccounted(sourceFile(copy, statSync(copy)));
      expect(wrong, spoiled.toString("base64")).toEqual([]);
    }
  },
);
