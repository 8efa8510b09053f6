import { expect, test } from "vitest";
import { hasTitle, PARTS, partOfName } from "../../src/mapping/person-name.ts";

test.each([
  ["Dr. Jane Smith", "Jane Smith", "Jane", "Smith"],
  ["Smith, Dr. Jane Mary", "Smith, Dr. Jane Mary", "Jane Mary", "Smith"],
  ["Prof. Dr. med. Anna Maria Huber", "Anna Maria Huber", "Anna Maria", "Huber"],
  ["M Singh", "M Singh", "M", "Singh"],
  ["Madonna", "Madonna", "", "Madonna"],
  ["Dr.", "Dr.", "", "Dr."],
  ["  Jane   Smith ", "Jane Smith", "Jane", "Smith"],
])("%s: without its title, its given names, its family name", (name, ...parts) => {
  expect(PARTS.map((part) => partOfName(name, part))).toEqual(parts);
});

test("a title is told from a name that begins like one", () => {
  expect(["Dr. Jane Smith", "دکتر علی", "Drew Barry"].map(hasTitle)).toEqual([true, true, false]);
});
