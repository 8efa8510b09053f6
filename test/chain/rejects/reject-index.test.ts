import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { HMSYNC } from "../../../importers/index.ts";
import { readChain } from "../../../src/chain/chain.ts";
import { undo } from "../../../src/jobs/undo.ts";
import { idsOf, rejectStory } from "../../support/rejects.ts";

test("each rejected record stands with its place, its issues in words, and its cells", async () => {
  const story = await rejectStory();
  const run = await story.take();
  const { index, withoutCells } = await story.build();
  expect(withoutCells).toEqual([]);
  expect(idsOf(index)).toEqual(["P1", "P2", "P3", "P4", "P5", "P1", "V1", "V2", "V3", "V4"]);
  const [, , , , wrong] = index.page({});
  expect(wrong).toMatchObject({
    run,
    entity: "patients",
    file: "patients.csv",
    record: 5,
    line: 6,
    cells: ["P5", "Ed", "Poe", "0441234565", "femele", "2024-13-01"],
    state: "open",
  });
  expect(wrong?.issues.map(({ code, at }) => [code, at])).toEqual([
    ["patients.gender.unknown", [4]],
    ["patients.registrationDate.not-a-date", [5]],
  ]);
  expect(wrong?.issues[1]?.words).toContain("Here: YYYY-MM-DD.");
});

test("facets count what a filter means, each without its own part of the filter", async () => {
  const story = await rejectStory();
  await story.take();
  const { index } = await story.build();
  const all = index.facets({});
  expect(all.total).toBe(10);
  expect(all.entity).toEqual([
    { key: "patients", count: 6 },
    { key: "visits", count: 4 },
  ]);
  expect(all.month).toEqual([
    { key: 0, count: 2 },
    { key: 202401, count: 5 },
    { key: 202402, count: 2 },
    { key: 202403, count: 1 },
  ]);
  expect(all.state).toEqual([
    { key: "open", count: 7 },
    { key: "waiting", count: 3 },
  ]);
  const named = all.named.map(({ key, count }) => [index.named(key)?.legacyId, count]);
  expect(named).toEqual([
    ["D1", 3],
    ["D7", 1],
  ]);
  const filter = { entity: "patients", code: "patients.gender.unknown" };
  const some = index.facets(filter);
  expect([some.total, index.count(filter), idsOf(index, filter)]).toEqual([
    3,
    3,
    ["P3", "P4", "P5"],
  ]);
  expect(some.code.map(({ count }) => count)).toEqual([3, 2, 1, 1]);
  expect(some.entity).toEqual([{ key: "patients", count: 3 }]);
  const [gender] = index.columns("patients").filter(({ name }) => name === "gender");
  expect(gender?.words).toContain("female");
  expect(index.count({ column: gender?.number })).toBe(3);
});

test("pages follow one another without a gap", async () => {
  const story = await rejectStory();
  await story.take();
  const { index } = await story.build();
  const ids: (string | null)[] = [];
  let after: number | undefined;
  for (let page = index.page({}, { size: 3 }); page.length > 0; ) {
    ids.push(...page.map(({ legacyId }) => legacyId));
    after = page.at(-1)?.number;
    page = index.page({}, { after, size: 3 });
  }
  expect(ids).toEqual(idsOf(index));
});

test("a retry leaves what it rejected again, and what it let in is gone", async () => {
  const story = await rejectStory();
  const first = await story.take();
  const second = await story.retry(first, "patients", (text) =>
    text.replace("Bob,Ray,,", "Bob,Ray,0441234562,"),
  );
  const { index } = await story.build();
  expect(idsOf(index)).toEqual(["P1", "P3", "P4", "P5", "P1", "V1", "V3", "V4"]);
  expect(new Set(index.page({}).map(({ run }) => run))).toEqual(new Set([second]));
  await undo({ target: HMSYNC, database: story.database, run: second });
  const undone = await story.build();
  expect(idsOf(undone.index)).toEqual(["P1", "P2", "P3", "P4", "P5", "P1", "V1", "V2", "V3", "V4"]);
  expect(undone.index.version).not.toBe(index.version);
});

test("a record that was withdrawn does not stand", async () => {
  const story = await rejectStory();
  const first = await story.take();
  const withdraw = (text: string) =>
    text.replace(/^(2,.*?patients\.csv.*?),,P2,/m, "$1,withdraw: a test,P2,");
  await story.retry(first, "patients", withdraw);
  const { index } = await story.build();
  expect(idsOf(index, { entity: "patients" })).toEqual(["P1", "P3", "P4", "P5", "P1"]);
});

test("a strict run's records stand, until a retry reads the whole export again", async () => {
  const story = await rejectStory();
  const first = await story.take("strict");
  expect((await story.build()).index.count({})).toBe(10);
  await story.retry(first, "patients", (text) => text.replace("Bob,Ray,,", "Bob,Ray,0441234562,"));
  const { index } = await story.build();
  expect(idsOf(index, { entity: "patients" })).toEqual(["P1", "P3", "P4", "P5", "P1"]);
});

test("a later export takes the place of what was rejected of an earlier one", async () => {
  const story = await rejectStory();
  await story.take();
  story.change("patients.csv", (text) => text.replace("Bob,Ray,,", "Bob,Ray,0441234562,"));
  story.change("visits.csv", (text) => text.replace("V3,P3", "V5,P3"));
  const later = await story.take();
  const { index } = await story.build();
  expect(idsOf(index)).toEqual(["P1", "P3", "P4", "P5", "P1", "V1", "V5", "V4"]);
  expect(new Set(index.page({}).map(({ run }) => run))).toEqual(new Set([later]));
});

test("records whose report is gone stand with their places, and are counted", async () => {
  const story = await rejectStory();
  const run = await story.take();
  rmSync(readChain(story.db).runs[0]?.reportFolder ?? "", { recursive: true });
  const { index, withoutCells } = await story.build();
  expect(withoutCells).toEqual([
    { run, entity: "patients", records: 6 },
    { run, entity: "visits", records: 4 },
  ]);
  expect(index.page({})[1]).toMatchObject({ legacyId: "P2", line: 3, was: undefined, cells: [] });
});

test("what a person made of a record is laid over it, and taken off again", async () => {
  const story = await rejectStory();
  await story.take();
  const { index } = await story.build();
  const [, two, three] = index.page({});
  const [number, other] = [two?.number ?? 0, three?.number ?? 0];
  const gender = index.columns("patients").find(({ name }) => name === "gender");
  if (gender === undefined) throw new TypeError("no column");
  index.lay([
    { number, state: "withdrawn", cells: new Map() },
    { number: other, state: "corrected", cells: new Map([[gender.at, "female"]]) },
  ]);
  expect(index.facets({}).state.map(({ key, count }) => [key, count])).toEqual([
    ["open", 5],
    ["waiting", 3],
    ["corrected", 1],
    ["withdrawn", 1],
  ]);
  expect(index.record(other)).toMatchObject({ state: "corrected", was: three?.cells });
  expect(index.sameValue({}, gender, "female")).toEqual([other]);
  index.lay([]);
  expect(index.sameValue({}, gender, "female")).toEqual([]);
  expect(index.sameValue({}, gender, "femal")).toEqual([other]);
  expect(index.facets({}).state).toHaveLength(2);
});

test("spellings of a column of codes are grouped, with the words that are known", async () => {
  const story = await rejectStory();
  await story.take();
  const { index } = await story.build();
  const gender = index.columns("patients").find(({ name }) => name === "gender");
  const clusters = gender === undefined ? [] : index.clusters(gender);
  expect(clusters).toHaveLength(1);
  const [{ how, spellings } = { how: "", spellings: [] }] = clusters ?? [];
  expect([how, spellings.map(({ text, count, isKnown }) => [text, count, isKnown])]).toEqual([
    "nearest",
    [
      ["female", 0, true],
      ["femele", 1, false],
      ["femal", 1, false],
      ["Femal", 1, false],
    ],
  ]);
});

test("records of one id stand side by side", async () => {
  const story = await rejectStory();
  await story.take();
  const { index } = await story.build();
  const [one] = index.page({});
  const both = index.sameId(one?.number ?? 0).map(({ record, cells }) => [record, cells[1]]);
  expect(both).toEqual([
    [1, "Ann"],
    [6, "Anne"],
  ]);
});
