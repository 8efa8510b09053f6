import { expect, test } from "vitest";
import { SeenRecords } from "../../../src/import/look-up/seen-records.ts";

test("a crosswalk row is found where its record stands, in its file", () => {
  const seen = new SeenRecords(10);
  seen.enter(0);
  seen.add(4, 1, 2);
  seen.add(7, 12, 30);
  seen.enter(1);
  seen.add(5, 1, 2);
  seen.enter(3);
  seen.add(10, 6, 8);
  expect([4, 7, 5, 10].map((id) => seen.place(id))).toEqual([
    { file: 0, record: 1, line: 2 },
    { file: 0, record: 12, line: 30 },
    { file: 1, record: 1, line: 2 },
    { file: 3, record: 6, line: 8 },
  ]);
});

test("a row that was not met has no place; nor has one of this run", () => {
  const seen = new SeenRecords(3);
  seen.enter(0);
  seen.add(1, 1, 2);
  expect([seen.place(2), seen.place(99)]).toEqual([undefined, undefined]);
});

test("a file without any known record does not shift the next", () => {
  const seen = new SeenRecords(3);
  seen.enter(0);
  seen.enter(1);
  seen.add(2, 5, 6);
  expect(seen.place(2)).toEqual({ file: 1, record: 5, line: 6 });
});
