import { expect, test } from "vitest";
import { saidFor } from "../importers/convert/by-file.ts";
import { contest } from "../src/assess/propose/contest.ts";
import { tellDangling } from "../src/assess/propose/tell-dangling.ts";
import { NumberTable } from "../src/digest/number-table.ts";
import { positionOfFile } from "../src/ledger/run-file.ts";
import { Fixes } from "../src/mapping/fixes.ts";
import { withLent } from "../src/mapping/lent-columns.ts";
import { namesakesIn } from "../src/source/column-names.ts";
import { settingsOf } from "../src/source/reading-settings.ts";

// Sizes at which a search of all for each would take minutes, and a look-up takes an instant.
const MANY = 100_000;
const numbers = Array.from({ length: MANY }, (_, at) => at);

test("a second fix of a cell is found among any number of fixes", () => {
  const many = 30_000;
  const lines = numbers.slice(0, many).map((at) => `patients.csv,P${at},gender,M,F`);
  const text = ["file,legacy id,column,old value,new value", ...lines].join("\n");
  expect(Fixes.parse("fixes.csv", text).summary()?.unused).toHaveLength(many);
  expect(() => Fixes.parse("fixes.csv", `${text}\n${lines[7]}`)).toThrow(`line ${many + 2}`);
});

test("namesakes are found in a header of any width", () => {
  const header = numbers.map((at) =>
    at % 2 === 0 ? `tel ${at}` : `tel ${at - 1} (column ${at + 1})`,
  );
  const namesakes = namesakesIn(header);
  expect(header.filter((name) => namesakes(name).length === 1)).toHaveLength(MANY / 2);
});

test("files of one entity lend each other columns, however many there are", () => {
  const importer = {} as Parameters<typeof withLent>[0][number]["importer"];
  const files = numbers.map((at) => ({
    importer,
    header: [`column ${at % 3}`],
    absent: ["column 1"],
  }));
  expect(withLent(files).every(({ lent }) => lent?.join() === "column 1")).toBe(true);
});

test("of any number of tables that could be one entity one is", () => {
  const table = (at: number) => ({
    file: `${at}.csv`,
    header: [`column ${at}`],
    records: at + 1,
    headless: false,
    columns: [],
    readings: [],
    own: undefined,
  });
  const ranked = [{ entity: "patients", points: 1, choices: [] }];
  const all = numbers.slice(0, 20_000).map((at) => ({ table: table(at), ranked }));
  const settled = contest(all as unknown as Parameters<typeof contest>[0], {
    references: [],
    lacking: () => 0,
  });
  expect(settled.filter(({ ranked: left }) => left.length > 0)).toHaveLength(1);
});

test("the place of a file is known among any number of files, and of those that are added", () => {
  const files = numbers.map((at) => ({ name: "", fileId: at + 1 }));
  expect(numbers.every((at) => positionOfFile(files, at + 1) === at)).toBe(true);
  files.push({ name: "", fileId: MANY + 1 });
  expect([positionOfFile(files, MANY + 1), positionOfFile(files, 0)]).toEqual([MANY, -1]);
});

test("a number takes the place of another one of its text, and of no other text", () => {
  const table = new NumberTable();
  for (const text of ["a", "b"]) table.add(text, 1);
  table.replace("a", 1, 5);
  expect([table.find("a"), table.find("b")]).toEqual([[5], [1]]);
});

test("what a mapping says of a file is found among any number of files", () => {
  const names = numbers.map((at) => `Visits-${at}.csv`);
  const formats = Object.fromEntries(names.map((name, at) => [name, `format ${at}`]));
  const reading = Object.fromEntries(names.map((name, at) => [name, { skipLines: at }]));
  const isSaid = (at: number) =>
    saidFor(formats, `visits-${at}.csv`) === `format ${at}` &&
    settingsOf(`visits-${at}.CSV`, reading).skipLines === at;
  expect(numbers.every(isSaid)).toBe(true);
});

test("what the columns of a file point to is found among any number of files", () => {
  const some = numbers.slice(0, 30_000);
  const columns = [{ header: "patient", field: "patientId", score: 1 }];
  const proposals = some.map((at) => ({
    file: `${at}.csv`,
    entity: "visits",
    records: 4,
    columns,
    open: [],
  }));
  const references = some.map((at) => ({
    file: `${at}.csv`,
    column: "patient",
    toFile: `${at}.csv`,
    toColumn: "id",
    values: 4,
    dangling: 1,
    danglingRecords: 1,
  }));
  const importers = [
    { entity: "visits", fields: { patientId: { reference: { entity: "visits" } } } },
  ];
  const [as, of, to] = [proposals, references, importers] as unknown as Parameters<
    typeof tellDangling
  >;
  expect(tellDangling(as, of, to).every(({ hints }) => hints?.length === 1)).toBe(true);
});
