import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alignColumns } from "../../src/plain/columns.ts";
import { Random } from "../random.ts";
import { type Attack, VERDICTS, type Verdict } from "./attack.ts";

interface Plan {
  readonly main: string;
  readonly shared: string;
  readonly seed: number;
  readonly attacks: readonly Attack[];
  /** Told of each failure as it happens. */
  readonly say: (line: string) => void;
}

/** How the tries of one kind ended. */
interface Tally {
  readonly attack: Attack;
  tried: number;
  milliseconds: number;
  failed: number;
  readonly verdicts: Map<Verdict, number>;
}

/** How often the table so far is printed: milliseconds. */
const OFTEN = 600_000;

/** Tries kinds of attacks in turn, and keeps what came of them. */
export class Siege {
  readonly #plan: Plan;
  readonly #tallies: readonly Tally[];

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#tallies = plan.attacks.map((attack) => {
      return { attack, tried: 0, milliseconds: 0, failed: 0, verdicts: new Map() };
    });
  }

  get failures(): number {
    return this.#tallies.reduce((sum, { failed }) => sum + failed, 0);
  }

  /** Until the time is up, or each kind was tried so often; the kind that had least time is next. */
  async run({ minutes, most }: { minutes: number; most: number }): Promise<void> {
    const end = performance.now() + minutes * 60_000;
    let told = performance.now();
    while (performance.now() < end) {
      if (performance.now() - told > OFTEN) {
        told = performance.now();
        this.#plan.say(`${new Date().toISOString()}\n${this.table()}`);
      }
      const [next] = this.#tallies
        .filter(({ tried }) => tried < most)
        .sort((one, other) => one.milliseconds - other.milliseconds);
      if (next === undefined) return;
      rmSync(await this.#try(next, next.tried), { recursive: true, force: true });
    }
  }

  /** One try of each kind again, by its number; its folder stays, to be looked at. */
  async again(number: number): Promise<void> {
    for (const tally of this.#tallies) this.#plan.say(await this.#try(tally, number));
  }

  table(): string {
    const rows = this.#tallies.map(({ attack, tried, failed, verdicts, milliseconds }) => [
      attack.kind,
      String(tried),
      ...VERDICTS.map((verdict) => String(verdicts.get(verdict) ?? 0)),
      String(failed),
      `${Math.round(milliseconds / 1_000)} s`,
    ]);
    const sum = (figure: (tally: Tally) => number) =>
      String(this.#tallies.reduce((all, one) => all + figure(one), 0));
    const total = [
      "all",
      sum(({ tried }) => tried),
      ...VERDICTS.map((verdict) => sum(({ verdicts }) => verdicts.get(verdict) ?? 0)),
      sum(({ failed }) => failed),
      `${Math.round(this.#tallies.reduce((all, one) => all + one.milliseconds, 0) / 1_000)} s`,
    ];
    return alignColumns([["kind", "tried", ...VERDICTS, "FAILED", "time"], ...rows, total]).join(
      "\n",
    );
  }

  /** @returns the folder that it was tried in */
  async #try(tally: Tally, number: number): Promise<string> {
    const { attack } = tally;
    const { main, shared, seed, say } = this.#plan;
    const folder = mkdtempSync(join(tmpdir(), "hmsync-break-"));
    const began = performance.now();
    tally.tried++;
    try {
      const random = new Random(seedOf(seed, attack.kind, number));
      const verdict = await attack.attempt({ random, folder, shared, main });
      tally.verdicts.set(verdict, (tally.verdicts.get(verdict) ?? 0) + 1);
    } catch (error) {
      // A fault of the bench is reported like one of the product: neither may count as held.
      tally.failed++;
      say(
        `FAILED ${attack.kind} ${number}: ${error instanceof Error ? error.stack?.split("\n    at ")[0] : error}`,
      );
      say(`  npx tsx bench/break.ts --seed ${seed} --only '${attack.kind}' --at ${number}`);
    } finally {
      tally.milliseconds += performance.now() - began;
    }
    return folder;
  }
}

/** Another number for each try, and the same one each time. */
function seedOf(seed: number, kind: string, number: number): number {
  let hash = seed;
  for (const sign of `${kind}:${number}`)
    hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}
