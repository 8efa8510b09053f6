import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { type Attack, Broken } from "../../bench/break/attack.ts";
import { formatAttacks } from "../../bench/break/formats.ts";
import { makeHospital } from "../../bench/break/hospital.ts";
import { judgeImport, judgeManners } from "../../bench/break/judge.ts";
import { readerAttacks } from "../../bench/break/readers.ts";
import { runProgram } from "../../bench/break/run-program.ts";
import { Siege } from "../../bench/break/siege.ts";
import { importing, surroundingAttacks } from "../../bench/break/surroundings.ts";
import { FORMATS } from "../../bench/break/write-export.ts";
import { Random } from "../../bench/random.ts";
import { change } from "../support/sql.ts";
import { workspace } from "../support/workspace.ts";

function siegeOf(attacks: readonly Attack[]) {
  const said: string[] = [];
  const plan = { main: inject("hmsync"), shared: workspace(), seed: 7, attacks };
  return { siege: new Siege({ ...plan, say: (line) => said.push(line) }), said };
}

test("what breaks is counted, and told with the command that repeats it", async () => {
  const numbers: number[] = [];
  const breaking: Attack = {
    kind: "of paper",
    async attempt({ random }) {
      numbers.push(random.below(1_000_000));
      if (numbers.length === 2) throw new Broken("torn");
      return "told";
    },
  };
  const { siege, said } = siegeOf([breaking]);
  await siege.run({ minutes: 1, most: 3 });
  expect(siege.failures).toBe(1);
  expect(said.join("\n")).toContain("--seed 7 --only 'of paper' --at 1");
  await siege.again(1);
  expect([new Set(numbers).size, numbers[3]]).toEqual([3, numbers[1]]);
});

test("a few tries of some kinds hold", async () => {
  const kinds = ["sound sql", "full disk", "code pages"];
  const own = [...formatAttacks, ...surroundingAttacks, ...readerAttacks];
  const { siege, said } = siegeOf(own.filter(({ kind }) => kinds.includes(kind)));
  await siege.run({ minutes: 1, most: 1 });
  expect(said).toEqual([]);
});

test("the judge finds a row that is gone, one that is another, one that no record stands for", async () => {
  const random = new Random(3);
  const hospital = makeHospital(random, { ascii: true });
  const cwd = workspace();
  const source = FORMATS.csv(hospital, random, cwd);
  const ended = await runProgram(inject("hmsync"), importing({ source }), { cwd });
  const path = join(cwd, "hmsync.db");
  const judge = () => judgeImport(hospital, ended, path);
  expect(judge()).toBe("right");
  change(path, "insert into doctors (id, full_name) values ('x', 'y')");
  expect(judge).toThrow("1 rows that the export has not");
  change(path, "delete from doctors where id = 'x'; delete from visits where rowid = 1");
  expect(judge).toThrow("1 records are missing");
  change(path, "update doctors set specialty = 'moon'");
  expect(judge).toThrow('became "moon"');
});

test.each([
  ["an unforeseen error", { exitCode: 1, stderr: "The tool failed with an unforeseen error (X)." }],
  ["an exit without a word", { exitCode: 1 }],
  ["a control character", { exitCode: 0, stdout: "\u001b[2J" }],
  ["a patient's value", { exitCode: 0, stdout: "Zqvarn" }],
])("%s is no manner to end in", (_, ended) => {
  const whole = { signal: null, milliseconds: 0, stdout: "", stderr: "", ...ended };
  expect(() => judgeManners(whole)).toThrow(Broken);
});
