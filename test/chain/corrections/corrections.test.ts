import { appendFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Corrections, FIXES, STEPS } from "../../../src/chain/corrections/corrections.ts";
import type { Change, NewStep } from "../../../src/chain/corrections/step.ts";
import { DecisionNeeded, UsageError } from "../../../src/plain/errors.ts";
import { workspace } from "../../support/workspace.ts";

const RECORD = { entity: "patients", file: "patients.csv", legacyId: "1", cells: "" };
const change = (column: string, was: string, now: string): Change => ({
  ...RECORD,
  column,
  was,
  now,
  decision: "",
});
const step = (...changes: Change[]): NewStep => ({
  kind: changes.length > 1 ? "replace" : "set",
  who: "Ana",
  why: "asked on the phone",
  changes,
});
const PHONE = step(change("phone", "0171", "0172"));
const newFolder = () => join(workspace(), "db.review", "generic");
const short = (all: readonly Change[]) =>
  all.map(({ legacyId, column, was, now }) => [legacyId, column, was, now].join(" "));

async function opened(...steps: readonly NewStep[]) {
  const folder = newFolder();
  const corrections = await Corrections.open(folder);
  for (const one of steps) await corrections.add(one);
  return { folder, corrections, fixes: join(folder, FIXES), log: join(folder, STEPS) };
}

describe("corrections", () => {
  test("of a chain without any make no folder", async () => {
    const { folder, corrections } = await opened();
    expect(corrections.list()).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  test("are there for whoever opens them next, with who, why and when", async () => {
    const { folder, log, fixes } = await opened(PHONE);
    const again = await Corrections.open(folder);
    expect(again.list()).toMatchObject([
      { ...change("phone", "0171", "0172"), who: "Ana", why: "asked on the phone" },
    ]);
    expect(again.steps()).toMatchObject([{ id: "1", kind: "set", records: 1, state: "done" }]);
    expect([log, fixes].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  test("of one cell, one after the other, hold for what the export has and for what was made of it", async () => {
    const { corrections } = await opened(PHONE, step(change("phone", "0172", "0173")));
    expect(short(corrections.list())).toEqual(["1 phone 0171 0173", "1 phone 0172 0173"]);
    expect(corrections.valueOf(RECORD, "phone", " 0171 ")).toBe("0173");
    await corrections.add(step(change("phone", "0173", "0171")));
    expect(short(corrections.list())).toEqual(["1 phone 0172 0171", "1 phone 0173 0171"]);
  });

  test("are undone and redone in their order, and another step gives up what was undone", async () => {
    const { corrections } = await opened(PHONE, step(change("city", "Ulm", "Bonn")));
    await corrections.undo("Ana");
    expect(short(corrections.list())).toEqual(["1 phone 0171 0172"]);
    await corrections.undo("Ben");
    await corrections.redo("Ben");
    expect(corrections.steps().map(({ state }) => state)).toEqual(["done", "undone"]);
    await corrections.add(step(change("city", "Ulm", "Köln")));
    expect(corrections.steps().map(({ state }) => state)).toEqual(["done", "given up", "done"]);
    await expect(corrections.redo("Ben")).rejects.toThrow(UsageError);
    expect(short(corrections.list())).toEqual(["1 phone 0171 0172", "1 city Ulm Köln"]);
    const undone = await corrections.undo("Ana", "1");
    expect(undone.map(({ id }) => id)).toEqual(["3", "1"]);
    expect(corrections.list()).toEqual([]);
    await corrections.redo("Ana", "3");
    expect(corrections.list()).toHaveLength(2);
  });

  test("decide about whole records, until that is not meant any more", async () => {
    const withdrawal = { ...change("", "", ""), cells: "c1", decision: "withdraw" as const };
    const { corrections } = await opened({ ...step(withdrawal), kind: "withdraw", why: "a test" });
    const record = { ...RECORD, cells: "c1" };
    expect(corrections.decisionOf(record)).toMatchObject({ decision: "withdraw", why: "a test" });
    await corrections.add({
      ...step({ ...withdrawal, decision: "after all" }),
      kind: "afterAll",
    });
    expect(corrections.decisionOf(record)).toBeUndefined();
    expect(corrections.list()).toEqual([]);
  });

  test("that change nothing, or a cell that is another by now, are refused", async () => {
    const { corrections, folder } = await opened(PHONE);
    const other = await Corrections.open(folder);
    await expect(corrections.add(step(change("city", "Ulm", " Ulm")))).rejects.toThrow(UsageError);
    await expect(other.add(step(change("phone", "0171", "0199")))).rejects.toThrow(DecisionNeeded);
    await corrections.add(step(change("city", "Ulm", "Bonn")));
    const late = other.undo("Ben", undefined, { expect: 1 });
    await expect(late).rejects.toThrow(DecisionNeeded);
    await other.add(step(change("phone", "0172", "0199")));
    await corrections.refresh();
    expect(corrections.steps()).toHaveLength(3);
  });
});

describe("a history", () => {
  test("whose last line is torn is read without it, says so, and goes on behind it", async () => {
    const { folder, corrections, log } = await opened(PHONE);
    appendFileSync(log, '{"crc":"12","entry":{"n":2,"wh');
    const again = await Corrections.open(folder);
    expect(again.list()).toHaveLength(1);
    expect(again.notes).toHaveLength(1);
    await again.add(step(change("city", "Ulm", "Bonn")));
    await corrections.refresh();
    expect(short(corrections.list())).toEqual(["1 phone 0171 0172", "1 city Ulm Bonn"]);
    expect(corrections.notes).toHaveLength(1);
  });

  test("of a process that was killed before it wrote fixes.csv has it written by the next", async () => {
    const { folder, fixes } = await opened(PHONE);
    const before = readFileSync(fixes, "utf8");
    const { corrections } = await opened();
    expect(corrections.version).toBe(0);
    const other = await Corrections.open(folder);
    await other.add(step(change("city", "Ulm", "Bonn")));
    const after = readFileSync(fixes, "utf8");
    writeFileSync(fixes, before);
    const next = await Corrections.open(folder);
    expect(readFileSync(fixes, "utf8")).toBe(after);
    expect(next.steps()).toHaveLength(2);
    rmSync(fixes);
    await next.refresh();
    expect(readFileSync(fixes, "utf8")).toBe(after);
  });

  test("that lacks an entry is not passed off as whole", async () => {
    const { folder, log } = await opened(PHONE, step(change("city", "Ulm", "Bonn")));
    writeFileSync(log, readFileSync(log, "utf8").replace(/^.*\n/, ""));
    await expect(Corrections.open(folder)).rejects.toThrow("lacks its entry 1");
  });
});

describe("fixes.csv", () => {
  test("that was sorted and saved with semicolons says the same", async () => {
    const { folder, fixes } = await opened(PHONE, step(change("city", "Ulm", "Bonn")));
    const [header, ...rows] = readFileSync(fixes, "utf8").trim().split("\r\n");
    const saved = [header, ...rows.reverse()].join("\n").replaceAll(",", ";");
    writeFileSync(fixes, `\ufeff${saved}\n`);
    const again = await Corrections.open(folder);
    expect(again.steps()).toHaveLength(2);
    expect(readFileSync(fixes, "utf8")).toContain(";");
  });

  test("from which a row was deleted, and to which one was added, becomes a step that can be undone", async () => {
    const { folder, fixes } = await opened(PHONE, step(change("city", "Ulm", "Bonn")));
    const [header, ...rows] = readFileSync(fixes, "utf8").trim().split("\r\n");
    const added = rows[0]?.replaceAll("0171", "0200").replace("0172", "0201");
    writeFileSync(fixes, [header, rows[0], added].join("\r\n"));
    const again = await Corrections.open(folder);
    expect(again.steps().at(-1)).toMatchObject({ kind: "edited", records: 1, state: "done" });
    expect(short(again.list())).toEqual(["1 phone 0171 0172", "1 phone 0200 0201"]);
    await again.undo("Ana");
    expect(short(again.list())).toEqual(["1 phone 0171 0172", "1 city Ulm Bonn"]);
    expect(readFileSync(fixes, "utf8")).toContain("Bonn");
  });

  test("alone, without a history, is taken up", async () => {
    const { folder, corrections } = await opened(PHONE);
    rmSync(join(folder, STEPS));
    await corrections.refresh();
    expect(corrections.steps()).toMatchObject([{ kind: "edited" }]);
    expect(short(corrections.list())).toEqual(["1 phone 0171 0172"]);
  });

  test("whose values a spreadsheet program changed is refused, and so is one that cannot be read", async () => {
    const { folder, fixes } = await opened(PHONE);
    const text = readFileSync(fixes, "utf8");
    writeFileSync(fixes, text.replace("0172", "172"));
    await expect(Corrections.open(folder)).rejects.toThrow(DecisionNeeded);
    for (const broken of [text.replace("decision", "note"), text.replace("phone", ""), "PK"]) {
      writeFileSync(fixes, broken);
      await expect(Corrections.open(folder)).rejects.toThrow(UsageError);
    }
    rmSync(fixes);
    expect((await Corrections.open(folder)).list()).toHaveLength(1);
  });
});
