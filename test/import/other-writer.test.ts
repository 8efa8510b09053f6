import { expect, test } from "vitest";
import { patients } from "../../shared/schema.ts";
import { whileWriting } from "../support/application.ts";
import { exportOf } from "../support/export.ts";
import { importFolder, newDatabase } from "../support/import.ts";
import { query } from "../support/sql.ts";

const MANY = Array.from({ length: 1_500 }, (_, at) => `${at + 1},Li,Wei,0441234${100 + at},40`);

test.each(["delete", "wal"])(
  "the application writes between the batches of a run, never refused: journal mode %s",
  async (mode) => {
    const db = await newDatabase();
    db.exec(`pragma journal_mode = ${mode}`);
    const atCommits: number[] = [];
    const came = await whileWriting(db.path, async (now) => {
      await importFolder(db, exportOf({ patients: MANY }), {
        settings: { mode: "lenient", batchSize: 400 },
        way: {
          turnsEvery: 0,
          failAt: (at) => at === "before-commit" && atCommits.push(now().writes),
        },
      });
    });
    expect(came.locked).toBe(0);
    expect(db.count(patients)).toBe(MANY.length);
    // It had its turn after each commit but the last.
    const turns = atCommits.slice(1).map((writes, at) => writes > (atCommits[at] ?? 0));
    expect(turns.length).toBeGreaterThan(1);
    expect(turns).not.toContain(false);
    expect(query(db.path, "select count(*) > 0 from app_notes")).toEqual([[1]]);
  },
);
