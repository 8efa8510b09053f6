import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { hmsync } from "../support/cli.ts";
import { workspace } from "../support/workspace.ts";

async function script(shell: string): Promise<string> {
  const { exitCode, stdout } = await hmsync(["completion", shell], { cwd: workspace() });
  expect(exitCode).toBe(0);
  return stdout;
}

/** What bash itself proposes for each line, with the files of a folder about it. */
async function proposed(lines: readonly string[]): Promise<string[][]> {
  const cwd = workspace();
  writeFileSync(join(cwd, "hmsync.bash"), await script("bash"));
  writeFileSync(
    join(cwd, "ask.bash"),
    `source hmsync.bash
    for COMP_LINE in "$@"; do
      COMP_POINT=\${#COMP_LINE}; COMPREPLY=(); _hmsync 2>/dev/null; echo "\${COMPREPLY[*]}"
    done
    complete -p hmsync`,
  );
  const said = execFileSync("bash", ["ask.bash", ...lines], { cwd, encoding: "utf8" });
  const answers = said.trimEnd().split("\n");
  expect(answers.pop()).toContain("-F _hmsync hmsync");
  return answers.map((line) => line.split(" ").filter(Boolean).sort());
}

test("bash completes commands, flags of the command at hand, and values that are few", async () => {
  expect(
    await proposed([
      "hmsync ",
      "hmsync import:as",
      "hmsync import --on",
      "hmsync import --on-conflict ",
      "hmsync import --on-conflict=k",
      "hmsync --db import:read import:undo --p",
      "hmsync assess --re",
      "hmsync completion z",
      "hmsync import --source ",
      "hmsync import --limit ",
    ]),
  ).toEqual([
    COMMANDS.map(({ name }) => name).sort(),
    ["assess"],
    ["--on-conflict", "--only"],
    ["keep", "overwrite", "reject"],
    ["keep"],
    ["--partial"],
    ["--report", "--reveal"],
    ["zsh"],
    [],
    [],
  ]);
});

test.each(["zsh", "fish"])("the script of %s names every command and every flag", async (shell) => {
  const text = await script(shell);
  for (const { name, flags } of COMMANDS) {
    expect(text).toContain(name);
    for (const flag of flags) expect(text).toMatch(new RegExp(`-(-|l )${flag}\\b`));
  }
});

test("a shell that is not known is refused with those that are", async () => {
  const { exitCode, stderr } = await hmsync(["completion", "tcsh"], { cwd: workspace() });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("fish");
});
