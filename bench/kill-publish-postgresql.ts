import pg from "pg";
import {
  killAt,
  prepare,
  publishStages,
  stateOf,
  undisturbed,
  type Victim,
} from "../test/support/kill-publish.ts";
import { startPostgresql } from "../test/support/postgresql-server.ts";
import { BenchError } from "./measure.ts";

// Two publishes, ended at instants that are spread over them: the client by SIGKILL, its backend by
// pg_terminate_backend; then run again:  tsx bench/kill-publish-postgresql.ts [instants]

const NAMES = ["nothing", "the first publish", "both"];

const instants = Number(process.argv[2] ?? 200);
const server = await startPostgresql();
const admin = new pg.Client({ connectionString: server.url });
try {
  await admin.connect();
  const { states, ms } = await undisturbed(server.url, admin);
  for (const victim of ["client", "backend"] as const) {
    const left = await killAll(victim, states, ms);
    console.log(
      `${victim.padEnd(8)} killed ${left.length} times: ${states
        .map((state, nth) => `${left.filter((one) => one === state).length} left ${NAMES[nth]}`)
        .join(", ")}; run again, all ended as an undisturbed run`,
    );
  }
} finally {
  await admin.end();
  await server.stop();
}

async function killAll(victim: Victim, states: readonly string[], ms: number): Promise<string[]> {
  const left: string[] = [];
  for (let nth = 0; nth < instants / 2; nth++) {
    await prepare(admin);
    const found = await killAt({ url: server.url, admin }, victim, (nth / (instants / 2)) * ms);
    if (!states.includes(found)) throw differs(victim, nth, "is half there");
    await publishStages(server.url);
    if ((await stateOf(admin)) !== states.at(-1)) throw differs(victim, nth, "ended otherwise");
    left.push(found);
  }
  return left;
}

const differs = (victim: Victim, nth: number, how: string): BenchError =>
  new BenchError(`The ${victim} was killed at instant ${nth}, and what was published ${how}.`);
