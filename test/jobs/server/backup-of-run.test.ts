import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hmsync } from "../../support/cli.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { workspace, writeFiles } from "../../support/workspace.ts";

const DOCTORS = "doctorId,fullName\nD1,Dr. Jane Smith\n";
const IMPORT = ["import", "--source", "legacy", "--as-of", "2026-01-14", "--no-archive"];
const KEPT = /\.(?:db|dump)$/;

describePostgresql("before a run changes rows on a server", () => {
  const db = testDatabase();

  test("what is there is backed up once, readable by its owner alone", async () => {
    const cwd = workspace();
    const env = { DATABASE_URL: db.url };
    writeFiles(join(cwd, "legacy"), { "doctors.csv": DOCTORS });
    expect((await hmsync(IMPORT, { cwd, env })).exitCode).toBe(0);
    expect(readdirSync(cwd).filter((name) => name.includes("-on-"))).toEqual([]);

    writeFiles(join(cwd, "legacy"), { "doctors.csv": DOCTORS.replace("Jane", "Joan") });
    expect((await hmsync(IMPORT, { cwd, env })).exitCode).toBe(0);
    const [folder = ""] = readdirSync(cwd).filter((name) => name.includes("-on-"));
    const backups = readdirSync(join(cwd, folder, "backups")).filter((name) => KEPT.test(name));
    expect(backups).toHaveLength(1);
    expect(statSync(join(cwd, folder, "backups", backups[0] ?? "")).mode & 0o077).toBe(0);
    const [row] = await db.query("select full_name from doctors");
    expect(row).toEqual({ full_name: "Dr. Joan Smith" });
  });
});
