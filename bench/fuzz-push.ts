import { parseArgs } from "node:util";
import fc from "fast-check";
import { checkRandomPair, type PairOutcome, WrongPush } from "../test/support/check-pair.ts";
import { Choices } from "../test/support/random-schema.ts";

// Pushes random schemas over random rows, by the thousand: a night's run of what the tests sample.
// `npm run bench:fuzz -- --seed 7 --count 5000`; `--path 123` runs one pair of them again.

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "2000" },
    path: { type: "string" },
  },
});

const outcomes: PairOutcome[] = [];
const failures: { at: number; error: WrongPush }[] = [];
let at = 0;
const started = performance.now();

const property = fc.asyncProperty(fc.gen(), async (draw) => {
  const own = values.path === undefined ? at++ : Number(values.path);
  try {
    outcomes.push(await checkRandomPair(new Choices(draw)));
  } catch (error) {
    if (!(error instanceof WrongPush)) throw error;
    failures.push({ at: own, error });
    const [first] = error.details;
    const why = typeof first === "string" ? ` (${first})` : "";
    console.error(`pair ${own}: ${error.message}${why}`);
    if (values.path !== undefined) {
      console.dir(error.details, { depth: 9, compact: 7, breakLength: 180 });
    }
  }
  if (own % 100 === 99) console.error(`${own + 1} pairs, ${failures.length} wrong`);
});

const one = values.path === undefined ? {} : { path: values.path };
const numRuns = values.path === undefined ? Number(values.count) : 1;
await fc.assert(property, { seed: Number(values.seed), numRuns, ...one });

const count = (what: (outcome: PairOutcome) => boolean) => outcomes.filter(what).length;
console.log(
  [
    `seed ${values.seed}: ${at} pairs in ${Math.round((performance.now() - started) / 1000)} s`,
    `pushed ${count(({ outcome }) => outcome === "pushed")}, after a permission ${count(({ outcome, asked }) => outcome === "pushed" && asked > 0)}`,
    `judged by drizzle-kit ${count(({ refereed }) => refereed)}`,
    `refused for the data ${count(({ outcome }) => outcome === "refused")}`,
    `rows compared ${outcomes.reduce((sum, { rows }) => sum + rows, 0)}`,
    `wrong ${failures.length}`,
  ].join("\n"),
);
process.exitCode = failures.length > 0 ? 1 : 0;
