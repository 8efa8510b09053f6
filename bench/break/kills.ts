import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { FAILPOINTS } from "../../src/plain/failpoint.ts";
import { type Arena, killAt, makeArena, wrongAfter } from "../../test/support/kill.ts";
import { SCENARIOS } from "../cutover-weekend.ts";
import { COMMANDS, KilledCopy, type WholeCopy } from "../kill/killed-copy.ts";
import { type Instant, KilledImport, type Whole } from "../kill/killed-import.ts";
import type { Random } from "../random.ts";
import { type Attack, Broken, type Trial } from "./attack.ts";
import { judgeManners } from "./judge.ts";
import { Once } from "./once.ts";

/** Enough for several batches, so that one of them can be the last before a death. */
const RECORDS = 2_400;
const ROWS = 4_000;

const imports = new Once(async ({ main, shared }) => {
  const wholes = new Map<string, Whole>();
  const settings = { records: RECORDS, journal: "wal" };
  const runs = new KilledImport(main, join(shared, "imports"), settings);
  return { runs, wholes };
});

function instantOf(random: Random, milliseconds: number): Instant {
  if (random.below(3) === 0) return { at: random.pick(FAILPOINTS), times: 1 + random.below(3) };
  const signal = random.pick(["SIGKILL", "SIGINT", "SIGTERM"] as const);
  return { after: (0.1 + random.next()) * 0.95 * milliseconds, signal };
}

/** Imports, retries and undos of a cutover, ended by a signal anywhere, come to the end of one that was let alone. */
const killedImports: Attack = {
  kind: "signals: import, retry, undo",
  async attempt(trial) {
    const { random } = trial;
    const { runs, wholes } = await imports.get(trial);
    const scenario = random.pick(SCENARIOS);
    const whole = wholes.get(scenario.name) ?? (await runs.whole(scenario));
    wholes.set(scenario.name, whole);
    if (whole.exitCode !== 0 && whole.exitCode !== 3) {
      throw new Broken(`${scenario.name}, let alone, exits ${whole.exitCode}`);
    }
    const instant = instantOf(random, whole.milliseconds);
    const { killed, ended, why } = await runs.kill(scenario, instant, whole);
    const at = `${scenario.name} ${JSON.stringify(instant)}`;
    if (why !== undefined) throw new Broken(`${at}: ${why}`);
    // While it starts, and behind its end, a signal ends it as it ends any program.
    if (ended.signal === null) judgeManners(ended);
    return killed ? "refused" : "right";
  },
};

const pushes = new Once(async ({ shared }): Promise<{ arena: Arena }> => {
  const folder = join(shared, "pushes");
  mkdirSync(folder);
  return { arena: await makeArena(folder, ROWS) };
});

/** Where a backup begins, where it is there, where a transaction writes. */
const SIGHTS: readonly RegExp[] = [/\.part$/, /^hmsync-.*\.db$/, /\.db-journal$/];
/** A push of so few rows lasts about so long. */
const LASTS = 400;

const killedPushes: Attack = {
  kind: "signals: push, migrate, backup, restore",
  async attempt(trial) {
    const { random } = trial;
    const { arena } = await pushes.get(trial);
    const kind = random.pick(["push", "migrate", "backup", "restore"] as const);
    const operation = arena.operation(kind, "killed");
    const instant =
      random.below(4) === 0 ? { sees: random.pick(SIGHTS) } : { after: random.next() * LASTS };
    const { finished } = await killAt(operation, instant);
    const why = await wrongAfter(arena, operation);
    if (why !== undefined) throw new Broken(`${kind} ${JSON.stringify(instant)}: ${why}`);
    return finished ? "right" : "refused";
  },
};

const copies = new Once(async ({ main, shared }) => {
  const folder = join(shared, "copies");
  mkdirSync(folder);
  const killing = new KilledCopy(main, folder);
  await killing.prepare(ROWS);
  const wholes: WholeCopy[] = [];
  for (const name of Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]) {
    wholes.push(await killing.whole(name));
  }
  return { killing, wholes };
});

const killedCopies: Attack = {
  kind: "signals: copy of a table, backfill",
  async attempt(trial: Trial) {
    const { killing, wholes } = await copies.get(trial);
    const whole = trial.random.pick(wholes);
    const { deaths, same } = await killing.kill(whole, () => trial.random.next() * 1.6);
    if (!same) throw new Broken(`${whole.argv.join(" ")}: not the end of one nobody killed`);
    return deaths > 0 ? "refused" : "right";
  },
};

/** Commands that are ended from outside. */
export const killAttacks: readonly Attack[] = [killedImports, killedPushes, killedCopies];
