import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectedReading, readingOf, storyFile } from "../support/reading.ts";

// Every folder of fixtures/ with a reading.json is a story: a file, and what must be read of it.

const stories = readdirSync("fixtures").filter((name) =>
  existsSync(join("fixtures", name, "reading.json")),
);

test("there are stories", () => expect(stories.length).toBeGreaterThan(35));

test.each(stories)("%s", async (story) => {
  const { hints, ...expected } = expectedReading(story);
  expect(await readingOf(storyFile(story), hints)).toEqual(expected);
});

test("text that was decoded twice is repaired where that is asked for, and nothing else is touched", async () => {
  const repaired = await readingOf(storyFile("decoded-twice"), { decodedTwice: "repair" });
  const meant = expectedReading("excel-semicolon-bom").records.map(([id, name, born, fee]) => {
    return [id, name, born, fee?.replace(",", ".")];
  });
  expect(repaired.records).toEqual(meant);
  expect(repaired.flaws).toEqual([]);
  const sound = await readingOf(storyFile("excel-semicolon-bom"), { decodedTwice: "repair" });
  expect(sound.records).toEqual(expectedReading("excel-semicolon-bom").records);
});

test("what a person says about a file overrules what is found", async () => {
  const file = storyFile("two-tables-in-one-file");
  const second = await readingOf(file, { skipLines: 6, delimiter: "," });
  expect(second.columns).toEqual(["doctor_id", "surname"]);
  expect(second.records).toEqual([
    ["1", "House"],
    ["2", "Grey"],
  ]);
  const raw = await readingOf(file, { header: "none", strays: "records", delimiter: ";" });
  expect(raw.records.length).toBe(9);
  expect(raw.records[0]).toEqual(["patient_id,name,born,fee"]);
});
