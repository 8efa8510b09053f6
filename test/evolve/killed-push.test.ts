import { expect, test } from "vitest";
import { builtScript } from "../support/build.ts";
import { type Instant, killAt, makeArena, wrongAfter } from "../support/kill.ts";
import { workspace } from "../support/workspace.ts";

// A sample; bench/kill-push.ts kills hundreds.

const INSTANTS: readonly Instant[] = [
  { sees: /\.part$/ },
  { sees: /\.db-journal$/ },
  { after: 60 },
  { after: 140 },
];

test("a push that is killed leaves the old database or the new one, and can be done again", async () => {
  const arena = await makeArena(workspace(), 1_500);
  const wrong: unknown[] = [];
  for (const instant of INSTANTS) {
    const operation = arena.operation("push", "killed");
    await killAt(operation, instant, [builtScript("operate")]);
    wrong.push(await wrongAfter(arena, operation));
  }
  expect(wrong).toEqual(INSTANTS.map(() => undefined));
});

test("a restore that is killed in the middle leaves a whole database, and can be done again", async () => {
  const arena = await makeArena(workspace(), 1_500);
  const operation = arena.operation("restore", "killed");
  await killAt(operation, { sees: /\.db-journal$/ }, [builtScript("operate")]);
  expect(await wrongAfter(arena, operation)).toBeUndefined();
});
