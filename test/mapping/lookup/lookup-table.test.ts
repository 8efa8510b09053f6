import { expect, test } from "vitest";
import { LookupTable } from "../../../src/mapping/lookup/lookup-table.ts";

const MANY = 50_000;

function filled(): LookupTable {
  const table = LookupTable.empty(2);
  for (let at = 0; at < MANY; at++) table.add(`key ${at}`, [`é${at}`, at % 2 === 0 ? "" : "odd"]);
  return table;
}

test("every key leads to its own values, also in the thread that the table is shared with", () => {
  const table = filled();
  for (const one of [table, new LookupTable(table.shared)]) {
    expect(one.rows).toBe(MANY);
    for (const at of [0, 1, 1023, 1024, MANY - 1]) {
      const row = one.find(`key ${at}`);
      expect([one.value(row, 0), one.value(row, 1)]).toEqual([`é${at}`, at % 2 ? "odd" : ""]);
    }
    expect([one.find("key"), one.find(`key ${MANY}`), one.find("")]).toEqual([-1, -1, -1]);
  }
});

test("a key that comes again contests what it says otherwise, and nothing else", () => {
  const table = LookupTable.empty(2);
  expect(table.find("a")).toBe(-1);
  table.add("a", ["Mia", "1"]);
  table.add("b", ["Tom", "2"]);
  table.add("a", ["Mia", "1"]);
  const [a, b] = [table.find("a"), table.find("b")];
  expect([table.isContested(a, 0), table.isContested(a, 1)]).toEqual([false, false]);
  table.add("a", ["Mia", ""]);
  expect([table.isContested(a, 0), table.isContested(a, 1)]).toEqual([false, true]);
  expect([table.isContested(b, 0), table.isContested(b, 1), table.rows]).toEqual([false, false, 2]);
});
