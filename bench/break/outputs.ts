import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Attack, Broken, during, folderIn, type Verdict } from "./attack.ts";
import { makeHospital } from "./hospital.ts";
import { judgeManners } from "./judge.ts";
import { runProgram } from "./run-program.ts";
import { importing } from "./surroundings.ts";
import { FORMATS } from "./write-export.ts";

const TAGS = /<script>alert|<img src=x|onerror=alert\(1\)>/;
/** What a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t]/;

/** Headers and cells that are commands to a page, a spreadsheet or a terminal, in all that is written of them. */
const outputs: Attack = {
  kind: "injections into what is written",
  async attempt(trial): Promise<Verdict> {
    const { random, main } = trial;
    const cwd = folderIn(trial, "work");
    const hospital = makeHospital(random, { injections: true, ascii: true }).map((table) => {
      const extra = random.pick([
        "<script>alert(1)</script>",
        "\u001b[31mred",
        "=cmd|x",
        "a\nb",
        "__proto__",
      ]);
      const rows = table.rows.map((row) => [
        ...row.with(3, random.below(3) === 0 ? "" : (row[3] ?? "")),
        "<img src=x onerror=alert(1)>",
      ]);
      return { ...table, header: [...table.header, extra], rows };
    });
    FORMATS.csv(hospital, random, cwd);
    const env = { TMPDIR: folderIn(trial, "tmp") };
    const commands = [
      ["import:assess", "legacy", "--html", "page.html", "--reveal"],
      ["import:assess", "legacy", "--write", "own.json"],
      importing(
        { source: "legacy" },
        "--continue-on-error",
        "--report",
        "reports/r",
        "--keep-unmapped",
      ),
      ["import:mapping", "own.json", "--to", "html", "--out", "sheet.html"],
      ["import:report", "--db", "hmsync.db"],
      ["import:diff", "--source", "legacy", "--db", "hmsync.db"],
      ["import:status", "--db", "hmsync.db"],
    ];
    for (const argv of commands) {
      const ended = await runProgram(main, argv, { cwd, env });
      await during(argv.join(" "), async () => judgeManners(ended, { mayShow: true }));
    }
    for (const page of ["page.html", "sheet.html"]) {
      if (existsSync(join(cwd, page)) && TAGS.test(readFileSync(join(cwd, page), "utf8"))) {
        throw new Broken(`${page} has a tag of a cell or a header`);
      }
    }
    judgeRejected(join(cwd, "reports/r/rejected"));
    return "right";
  },
};

/** A cell of a reject file is text to a spreadsheet, too. */
function judgeRejected(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".csv"))) {
    const text = readFileSync(join(folder, name), "utf8").replace(/^\uFEFF/, "");
    const cells = text.split(/[,\r\n]+/).map((cell) => cell.replace(/^"/, ""));
    const found = cells.find((cell) => FORMULA.test(cell) && /[A-Za-z(]/.test(cell));
    if (found !== undefined)
      throw new Broken(`${name} has a formula for a spreadsheet: ${found.slice(0, 20)}`);
  }
}

export const outputAttacks: readonly Attack[] = [outputs];
