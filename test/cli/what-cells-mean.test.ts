import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { hmsync } from "../support/cli.ts";
import { query } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

interface Draft {
  readonly entities: Record<string, { fields: Record<string, unknown>; rules: object }>;
  readonly undecided?: readonly { readonly key: string; readonly choices?: readonly string[] }[];
}

/** What `import:assess --write` proposes of a fixture, and an import through it, with a person's answers. */
async function assessed(story: string) {
  const cwd = workspace();
  const source = resolve("fixtures", story);
  const from = ["--source", source];
  await hmsync(["import:assess", ...from, "--write", "m.json", "--report", "a"], { cwd });
  const draft: Draft = JSON.parse(readFileSync(join(cwd, "m.json"), "utf8"));
  const imported = async (answer: (draft: Draft) => void = () => undefined) => {
    answer(draft);
    writeFileSync(join(cwd, "m.json"), JSON.stringify(draft));
    const through = ["--mapping", "m.json", "--db", "x.db", "--report", `r${Math.random()}`];
    const { exitCode, stderr } = await hmsync(["import", ...from, ...through], { cwd });
    const rows = (sql: string) => query(join(cwd, "x.db"), sql);
    return { exitCode, stderr, rows };
  };
  return { draft, imported };
}

const DAYS = "select legacy_id, date_of_birth from patients order by legacy_id";

describe("days that a spreadsheet has turned in part", () => {
  test.each([
    ["YYYY-DD-MM", ["1982-05-17", "1982-02-09", "1974-11-29", "1991-10-04", "1969-12-12"]],
    ["YYYY-MM-DD", ["1982-05-17", "1982-09-02", "1974-11-29", "1991-04-10", "1969-12-12"]],
  ])("are asked, and read as a person says: %s", async (turned, births) => {
    const { draft, imported } = await assessed("days-half-turned-by-a-spreadsheet");
    const format = ["DD/MM/YYYY", turned];
    const [open] = draft.undecided ?? [];
    expect(open?.key).toBe("entities.patients.fields.dateOfBirth.format");
    expect(open?.choices).toContain(JSON.stringify(format));
    expect((await imported()).exitCode).toBe(4);
    const { exitCode, rows } = await imported(({ entities }) => {
      Object.assign(entities["patients"]?.fields ?? {}, {
        dateOfBirth: { column: "birth_date", format },
      });
    });
    expect(exitCode).toBe(0);
    expect(rows(DAYS).map(([, birth]) => birth)).toEqual(births);
  });
});

describe("files of one entity that are not written alike", () => {
  test("are proposed and read file by file", async () => {
    const { draft, imported } = await assessed("two-files-two-date-orders");
    expect(draft.entities["visits"]?.fields["visitDate"]).toEqual({
      column: "visit_date",
      format: { "visits_2022.csv": "YYYY-MM-DD", "visits_2023.csv": "DD/MM/YYYY" },
    });
    const { exitCode, rows } = await imported();
    expect(exitCode).toBe(0);
    expect(rows("select visit_date from visits order by legacy_id")).toEqual([
      ...[["2022-03-30"], ["2022-04-05"], ["2023-03-30"], ["2023-04-05"]],
    ]);
  });

  test("are asked of the one that the mapping does not name, with what it says of the other", async () => {
    const { imported } = await assessed("two-files-two-date-orders");
    const { exitCode, stderr } = await imported(({ entities }) => {
      const format = { "visits_2022.csv": "YYYY-MM-DD" };
      Object.assign(entities["visits"]?.fields ?? {}, {
        visitDate: { column: "visit_date", format },
      });
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("visits_2023.csv, column visit_date");
    expect(stderr).toContain('{"visits_2022.csv":"YYYY-MM-DD","visits_2023.csv":"DD/MM/YYYY"}');
  });
});

describe("a surname that programs write for nothing", () => {
  test("is imported as a name", async () => {
    const { imported } = await assessed("surname-null");
    const { exitCode, rows } = await imported();
    expect(exitCode).toBe(0);
    expect(rows("select first_name, last_name from patients order by legacy_id")).toEqual([
      ...[
        ["Greta", "Null"],
        ["None", "Olsen"],
        ["Nan", "Weiss"],
        ["Lea", null],
      ],
    ]);
  });
});

describe("amounts with symbols on both sides", () => {
  test("are proposed and imported exactly, once the currency is said", async () => {
    const { imported } = await assessed("amounts-with-symbols-on-both-sides");
    expect((await imported()).exitCode).toBe(4);
    const { exitCode, rows } = await imported((draft) => Object.assign(draft, { currency: "INR" }));
    expect(exitCode).toBe(0);
    expect(rows("select consultation_fee_minor from visits order by legacy_id")).toEqual([
      ...[[45_000], [12_500_000], [7_500]],
    ]);
  });
});

describe("two moments in a row", () => {
  test("day and time of day come from one cell", async () => {
    const { draft, imported } = await assessed("two-moments-in-a-row");
    const { visitDate, visitTime } = draft.entities["visits"]?.fields ?? {};
    expect(visitTime).toEqual(visitDate);
    const { exitCode, rows } = await imported();
    expect(exitCode).toBe(0);
    expect(rows("select visit_date, visit_time from visits order by legacy_id")).toEqual([
      ...[
        ["2024-02-21", "07:15"],
        ["2024-03-22", "08:20"],
        ["2024-04-23", "09:25"],
      ],
    ]);
  });
});

describe("years of the Buddhist era", () => {
  test("are named and asked, and converted exactly once the calendar is said", async () => {
    const { draft, imported } = await assessed("years-of-the-buddhist-era");
    const [open] = draft.undecided ?? [];
    expect(open?.key).toBe("entities.patients.fields.dateOfBirth.calendar");
    const said = JSON.parse(`{${open?.choices?.[0]}}`);
    expect(said).toEqual({ format: "DD/MM/YYYY", calendar: "buddhist" });
    const { exitCode, rows } = await imported(({ entities }) => {
      Object.assign(entities["patients"]?.fields ?? {}, {
        dateOfBirth: { column: "birth_date", calendar: said.calendar },
      });
    });
    expect(exitCode).toBe(0);
    expect(rows(DAYS).map(([, birth]) => birth)).toEqual([
      "1980-02-29",
      "1956-12-31",
      "1997-06-05",
    ]);
  });
});

describe("codes, ids and columns that are called as what every object has", () => {
  test("are words like any other", async () => {
    const { imported } = await assessed("codes-and-ids-called-proto");
    const { exitCode, rows } = await imported(({ entities }) => {
      const codes = JSON.parse('{ "__proto__": "F", "constructor": "M" }');
      Object.assign(entities["patients"]?.fields ?? {}, { gender: { column: "gender", codes } });
    });
    expect(exitCode).toBe(0);
    expect(rows("select legacy_id, gender from patients order by legacy_id")).toEqual([
      ...[
        ["__proto__", "F"],
        ["constructor", "M"],
        ["toString", "M"],
      ],
    ]);
    const visits =
      "select v.legacy_id, p.legacy_id from visits v join patients p on p.id = v.patient_id";
    expect(rows(`${visits} order by 1`)).toEqual([
      ...[
        ["__proto__", "__proto__"],
        ["valueOf", "constructor"],
      ],
    ]);
  });
});
