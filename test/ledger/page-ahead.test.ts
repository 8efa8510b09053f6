import { expect, test } from "vitest";
import { PAGE, type PagedRow } from "../../src/ledger/crosswalk-pages.ts";
import { LookAhead } from "../../src/ledger/page-ahead.ts";

const row = (id: number): PagedRow => ({
  id,
  legacyId: `L${id}`,
  targetId: `T${id}`,
  contentHash: null,
  targetExists: true,
  runId: 1,
  madeByRunId: 1,
  fileId: 1,
  record: id,
  line: id + 1,
  isOf: () => false,
  isCalled: (legacyId) => legacyId === `L${id}`,
});

/** A crosswalk of so many rows; the pages that were read are counted. */
function ahead(rows: number) {
  const pages: number[] = [];
  const look = new LookAhead((after) => {
    pages.push(after);
    const count = Math.max(0, Math.min(PAGE, rows - after));
    return { rows: count, row: (nth) => row(after + nth + 1) };
  });
  return { look, pages };
}

test("rows that are asked for in their order come from pages, each read once", () => {
  const { look, pages } = ahead(PAGE * 3);
  for (let id = 1; id <= PAGE * 3; id++) expect(look.take(`L${id}`)?.id).toBe(id);
  expect(pages).toEqual([0, PAGE, PAGE * 2]);
});

test("a row is handed out once: what is asked for again has to be looked up", () => {
  const { look } = ahead(10);
  expect(look.take("L3")?.id).toBe(3);
  expect(look.take("L3")).toBeUndefined();
});

test("new records and another order do not read the whole crosswalk", () => {
  const { look, pages } = ahead(PAGE * 100);
  for (let id = 1; id <= 1_000; id++) look.take(`new ${id}`);
  expect(pages).toEqual([0]);
  expect(look.take("L5")?.id).toBe(5);
});

test("what others may have changed meanwhile is read anew, from where the order had come to", () => {
  const { look, pages } = ahead(10);
  look.take("L1");
  look.take("L2");
  look.forget();
  expect(look.take("L3")?.id).toBe(3);
  expect(pages).toEqual([0, 2]);
});

test("rows that waited to be asked for are forgotten, too", () => {
  const { look } = ahead(10);
  look.take("L2");
  look.forget();
  expect(look.take("L1")).toBeUndefined();
});

test("a crosswalk that has come to its end is not asked again for each new record", () => {
  const { look, pages } = ahead(10);
  for (let id = 1; id <= 100; id++) look.take(`new ${id}`);
  expect(pages).toEqual([0]);
});

test("where pages cannot be read, everything has to be looked up, and none is asked for again", () => {
  const pages: number[] = [];
  const look = new LookAhead((after) => {
    pages.push(after);
    return undefined;
  });
  expect([look.take("L1"), look.take("L2"), pages]).toEqual([undefined, undefined, [0]]);
});

test("rows that were passed over are there when they are asked for, and the order goes on", () => {
  const { look, pages } = ahead(PAGE * 2);
  const asked = [2, 1, ...Array.from({ length: PAGE * 2 - 2 }, (_, at) => at + 3)];
  expect(asked.map((id) => look.take(`L${id}`)?.id)).toEqual(asked);
  expect(pages).toEqual([0, PAGE]);
});
