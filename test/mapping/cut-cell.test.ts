import { expect, test } from "vitest";
import { patients } from "../../shared/schema.ts";
import { keyForm, partOf } from "../../src/mapping/cut-cell.ts";
import { exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { mappingWith } from "../support/mapping.ts";
import { rowsOf } from "../support/rows.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

test.each([
  ["0441 234567 / a@b.org", "0441 234567", "a@b.org"],
  ["a@b.org;0441/234567", "0441/234567", "a@b.org"],
  ["Tel: +44 20 7946 0958, mail: a@b.org", "+44 20 7946 0958", "a@b.org"],
  ["0441234567/a@b.org", "0441234567", "a@b.org"],
  ["(044) 1234567", "(044) 1234567", ""],
  ["a@b.org", "", "a@b.org"],
  ["0441234567 a@b.org c@d.org", undefined, undefined],
  ["0441234567 call after five", undefined, undefined],
])("%j holds the phone %j and the address %j", (cell, phone, email) => {
  expect([partOf({ find: "phone" })?.(cell), partOf({ find: "email" })?.(cell)]).toEqual([
    phone,
    email,
  ]);
});

test.each([
  [{ split: "/", part: 2 }, "a / b", "b"],
  [{ split: "/", part: 2 }, "a", undefined],
  [{ split: "/", part: 1 }, "a/b/c", undefined],
  [{ split: " - ", part: 3 }, "a - b - c", "c"],
  [{ split: "/", part: 1, of: 3 }, "a//c", "a"],
])("%j of %j is %j", (cut, cell, part) => {
  expect(partOf(cut)?.(cell)).toBe(part);
});

test.each([
  [{ strip: "0" }, "0001", "1"],
  [{ strip: "0" }, "000", "0"],
  [{ pad: 6 }, "1", "000001"],
  [{ pad: 6 }, "1234567", "1234567"],
  [{ pad: 6 }, "A1", "A1"],
  [{ strip: "P", pad: 4 }, "P7", "0007"],
])("%j makes %j to %j", (cut, key, form) => {
  expect(keyForm(cut)?.(key)).toBe(form);
});

test("a cell that fits is cut, one that does not is an issue, an empty one is empty", async () => {
  const contact = { column: "contact", find: "phone" };
  const email = { column: "contact", find: "email" };
  const fields = { legacyId: "id", firstName: "fn", lastName: "ln", phone: contact, email };
  const mapping = mappingWith({
    entities: { patients: { fields } },
    rules: { "patients.phone.missing": "warning" },
  });
  const source = writeFiles(workspace(), {
    "patients.csv":
      "id,fn,ln,contact\n1,Asha,Rao,0441234567 / a@b.org\n2,Li,Wei,\n3,Tom,Ode,ask his wife\n",
  });
  const db = await newDatabase();
  const { entities } = await importFolder(db, source, { mapping, settings: { mode: "lenient" } });
  expect(rowsOf(db, patients).map((row) => [row["phone"], row["email"]])).toEqual([
    ["0441234567", "a@b.org"],
    [null, null],
  ]);
  expect(entities["patients"]?.issues).toEqual({
    "patients.phone.missing": 1,
    "patients.phone.no-part": 1,
    "patients.email.no-part": 1,
  });
});

test("ids and references with and without zeros meet; two records that become one are told", async () => {
  const mapping = mappingWith({
    fields: { "patients.legacyId": { strip: "0" }, "visits.patientId": { strip: "0" } },
  });
  const source = exportOf({
    patients: [
      "0001,Asha,Rao,0441234567,31",
      "2,Tom,Novak,0209461234,39",
      "02,Li,Wei,0331234567,40",
    ],
    doctors: ["D1,Dr. Jane Smith"],
    visits: ["V1,1,D1,2022-01-15,"],
  });
  const db = await newDatabase();
  const summary = await importFolder(db, source, { mapping, settings: { mode: "lenient" } });
  expect(summary.entities["patients"]?.issues).toEqual({ "patients.legacyId.duplicate": 2 });
  expect(summary.entities["visits"]).toMatchObject({ inserted: 1 });
});

test.each([{ split: "/" }, { part: 1 }, { of: 2 }, { split: "/", part: 3, of: 2 }, { pad: 1 }])(
  "%j says nothing that could be cut",
  (cut) => {
    expect(() => mappingWith({ fields: { "patients.phone": cut } })).toThrow();
  },
);
