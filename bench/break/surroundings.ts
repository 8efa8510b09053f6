import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../random.ts";
import { type Attack, Broken, during, folderIn, type Trial, type Verdict } from "./attack.ts";
import { type Hospital, makeHospital } from "./hospital.ts";
import { filesIn, judgeFiles, judgeImport, judgeManners } from "./judge.ts";
import { type Ended, runProgram, type Start } from "./run-program.ts";
import { FORMATS } from "./write-export.ts";

/** Nobody in particular: on most systems the user of this number owns nothing. */
const SOMEBODY = 65_534;
const IS_ROOT = process.getuid?.() === 0;

/** An export, and a folder to import it in. */
export interface Scene {
  readonly hospital: Hospital;
  readonly cwd: string;
  readonly source: string;
  readonly temporary: string;
  readonly before: ReadonlyMap<string, string>;
}

export function sceneOf(trial: Trial, patients?: number): Scene {
  const cwd = folderIn(trial, "work");
  const temporary = folderIn(trial, "tmp");
  const settings = patients === undefined ? {} : { patients };
  const hospital = makeHospital(trial.random, { ascii: true, ...settings });
  const format = trial.random.pick(["csv", "zip", "xlsx", "sql", "json"] as const);
  const source = FORMATS[format](hospital, trial.random, cwd);
  return { hospital, cwd, source, temporary, before: filesIn(cwd) };
}

export const importing = ({ source }: Pick<Scene, "source">, ...more: readonly string[]) => [
  ...["import", "--source", source, "--db", "hmsync.db", "--as-of", "2026-01-14"],
  ...more,
];

/** Runs an import in a scene. */
export function importIn(trial: Trial, scene: Scene, start: Partial<Start> = {}): Promise<Ended> {
  const env = { TMPDIR: scene.temporary, ...start.env };
  return runProgram(trial.main, importing(scene), { ...start, cwd: scene.cwd, env });
}

/** Once the trouble around a run is over, the next run imports everything. */
export async function judgeNext(trial: Trial, scene: Scene): Promise<void> {
  const ended = await importIn(trial, scene);
  judgeManners(ended);
  const verdict = judgeImport(scene.hospital, ended, join(scene.cwd, "hmsync.db"));
  if (verdict !== "right") throw new Broken(`the next run: ${verdict} ${ended.stderr.trim()}`);
  judgeFiles(scene.cwd, scene.before);
}

const deepFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** What a user who is not root may not do: a way into it, and back. */
const PERMISSIONS: readonly ((scene: Scene, random: Random) => void)[] = [
  ({ source }) => {
    chmodSync(source, 0);
  },
  ({ cwd, source }, random) => {
    const files = deepFiles(cwd).filter((path) => path.startsWith(source));
    chmodSync(random.pick(files), 0);
  },
  ({ cwd }) => chmodSync(cwd, 0o555),
  ({ temporary }) => chmodSync(temporary, 0),
  ({ temporary }) => rmSync(temporary, { recursive: true }),
  ({ cwd }) => mkdirSync(join(cwd, "reports"), { mode: 0o555 }),
  ({ cwd }) => writeFileSync(join(cwd, "reports"), "not a folder"),
  ({ cwd }) => writeFileSync(join(cwd, "hmsync.db"), "", { mode: 0o444 }),
  ({ cwd }) => writeFileSync(join(cwd, "hmsync.db"), "", { mode: 0 }),
  ({ cwd }) => mkdirSync(join(cwd, "hmsync.db")),
  ({ cwd }) => writeFileSync(join(cwd, "hmsync.db"), "a letter, no database"),
  ({ cwd }) => writeFileSync(join(cwd, "hmsync.db.hmsync-lock"), "", { mode: 0 }),
  ({ cwd }) => mkdirSync(join(cwd, "hmsync.db.hmsync-lock")),
  ({ cwd }) => writeFileSync(join(cwd, "hmsync.db.schema-log.jsonl"), "", { mode: 0 }),
  ({ cwd }) => mkdirSync(join(cwd, "hmsync.db.schema-log.jsonl")),
];

const permissions: Attack = {
  kind: "permissions",
  async attempt(trial): Promise<Verdict> {
    const scene = sceneOf(trial);
    const deny = trial.random.pick(PERMISSIONS);
    deny(scene, trial.random);
    if (IS_ROOT) giveAway(trial.folder);
    chmodSync(trial.folder, 0o755);
    const who = IS_ROOT ? { uid: SOMEBODY } : {};
    const ended = await importIn(trial, scene, { ...who, shell: "umask 0" });
    chmodSync(scene.cwd, 0o755);
    return during(String(deny), async () => {
      judgeManners(ended);
      return judgeImport(scene.hospital, ended, readablePath(scene));
    });
  },
};

/** What is no database holds no rows either. */
function readablePath({ cwd }: Scene): string {
  const path = join(cwd, "hmsync.db");
  const bytes = filesIn(cwd).get("hmsync.db");
  return bytes === undefined || !bytes.startsWith("SQLite format 3") ? `${path}.none` : path;
}

function giveAway(folder: string): void {
  chownSync(folder, SOMEBODY, SOMEBODY);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    chownSync(join(entry.parentPath, entry.name), SOMEBODY, SOMEBODY);
  }
}

const fullDisk: Attack = {
  kind: "full disk",
  async attempt(trial) {
    const scene = sceneOf(trial, 40);
    // Blocks of 512 bytes: from nothing at all to more than enough.
    const blocks = Math.floor(2 ** (trial.random.next() * 10.5));
    const ended = await importIn(trial, scene, { shell: `ulimit -f ${blocks}` });
    if (ended.signal !== "SIGXFSZ") judgeManners(ended);
    const path = join(scene.cwd, "hmsync.db");
    const verdict =
      ended.exitCode === 0 || ended.exitCode === 3
        ? judgeImport(scene.hospital, ended, path)
        : "refused";
    await judgeNext(trial, scene);
    return verdict;
  },
};

/** A clock that jumps by days, back and forth, whenever it is asked. */
const JUMPING_CLOCK = (seed: number) => `
  const real = Date;
  let state = ${seed};
  const jump = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 2 * 86_400_000 * (state % 7);
  };
  globalThis.Date = class Date extends real {
    constructor(...given) {
      if (given.length === 0) super(real.now() + jump());
      else super(...given);
    }
    static now() {
      return Math.floor(real.now() + jump());
    }
  };
  const now = performance.now.bind(performance);
  performance.now = () => now() + jump();
`;

const jumpingClock: Attack = {
  kind: "a clock that jumps",
  async attempt(trial) {
    const scene = sceneOf(trial);
    const hook = `data:text/javascript,${encodeURIComponent(JUMPING_CLOCK(trial.random.below(1e9)))}`;
    const nodeFlags = ["--import", hook];
    const ended = await importIn(trial, scene, { nodeFlags });
    judgeManners(ended);
    const verdict = judgeImport(scene.hospital, ended, join(scene.cwd, "hmsync.db"));
    if (verdict !== "right") throw new Broken(`${verdict}: ${ended.stderr.trim()}`);
    for (const command of ["import:status", "import:validate", "db:status", "import:logs"]) {
      const next = await runProgram(trial.main, [command, "--db", "hmsync.db"], {
        cwd: scene.cwd,
        nodeFlags,
      });
      judgeManners(next);
      if (next.exitCode !== 0) throw new Broken(`${command}: ${next.stderr.trim()}`);
    }
    const again = await importIn(trial, scene, { nodeFlags });
    judgeManners(again);
    return judgeImport(scene.hospital, again, join(scene.cwd, "hmsync.db"));
  },
};

/** What lies around the program. */
export const surroundingAttacks: readonly Attack[] = [permissions, fullDisk, jumpingClock];
