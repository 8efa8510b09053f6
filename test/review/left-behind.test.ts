import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";
import { expect, test } from "vitest";
import { sweepRehearsals } from "../../src/jobs/chain/rehearse.ts";
import { workspace } from "../support/workspace.ts";

/** No process has it: Linux gives none above 4194304. */
const NOBODY = 99_999_999;

test("the records that a killed rehearsal left go at the next start, those of one at work stay", () => {
  const chain = join(workspace(), "chain");
  expect(() => sweepRehearsals(chain)).not.toThrow();
  const [left, own] = [NOBODY, pid].map((owner) => join(chain, `rehearsal-${owner}-abcdef`));
  for (const folder of [left, own]) {
    mkdirSync(join(folder ?? "", "originals"), { recursive: true });
    writeFileSync(join(folder ?? "", "originals", "patients.csv"), "P1\n");
  }
  writeFileSync(join(chain, "steps.jsonl"), "");
  sweepRehearsals(chain);
  const stays = [left, own, join(chain, "steps.jsonl")].map((path) => existsSync(path ?? ""));
  expect(stays).toEqual([false, true, true]);
});
