import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Instant, killAt, makeArena, wrongAfter } from "../test/support/kill.ts";
import type { Operation } from "../test/support/operate.ts";
import { Random } from "./random.ts";

// Kills pushes, migrations, backups and restores, at random instants and where a file appears.
// `npm run bench:kill -- --kills 100 --rows 50000 --seed 1`: so many of each.

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    rows: { type: "string", default: "50000" },
    seed: { type: "string", default: "1" },
  },
});

const KINDS: readonly Operation["kind"][] = ["push", "migrate", "backup", "restore"];
/** Files that show which step it is: a backup that begins, or is there, and a transaction that writes. */
const SIGHTS: readonly RegExp[] = [/\.part$/, /^hmsync-.*\.db$/, /\.db-journal$/];

const folder = mkdtempSync(join(tmpdir(), "hmsync-kill-"));
const random = new Random(Number(values.seed));
let wrong = 0;
try {
  const arena = await makeArena(folder, Number(values.rows));
  for (const kind of KINDS) {
    const whole = await killAt(arena.operation(kind, "timed"), { after: 60_000 });
    const instants: Instant[] = SIGHTS.map((sees) => ({ sees }));
    for (let at = 0; at < Number(values.kills); at++) {
      instants.push({ after: random.next() * whole.milliseconds });
    }
    let killed = 0;
    for (const instant of instants) {
      const operation = arena.operation(kind, "killed");
      const { finished } = await killAt(operation, instant);
      if (!finished) killed++;
      const why = await wrongAfter(arena, operation);
      if (why === undefined) continue;
      wrong++;
      console.error(`${kind} ${JSON.stringify(instant)}: ${why}`);
    }
    const took = Math.round(whole.milliseconds);
    console.log(
      `${kind}: ${instants.length} tries over ${took} ms, ${killed} killed in the middle`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`wrong ${wrong}`);
process.exitCode = wrong > 0 ? 1 : 0;
