import { expect, test } from "vitest";
import type { CrosswalkRow } from "../../src/import/crosswalk.ts";
import { LookAhead, PAGE } from "../../src/import/look-ahead.ts";

/** A crosswalk of so many rows; the pages that were read are counted. */
function ahead(rows: number) {
  const pages: number[] = [];
  const look = new LookAhead((after) => {
    pages.push(after);
    const ids = Array.from({ length: PAGE }, (_, at) => after + 1 + at).filter((id) => id <= rows);
    return ids.map((id) => [`L${id}`, { id } as CrosswalkRow] as const);
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

test("what others may have changed meanwhile is forgotten", () => {
  const { look } = ahead(10);
  look.take("L1");
  look.forget();
  expect(look.take("L2")).toBeUndefined();
});
