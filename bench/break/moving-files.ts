import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { query } from "../../test/support/sql.ts";
import { type Attack, Broken, during, type Trial, type Verdict } from "./attack.ts";
import { MARKER } from "./hospital.ts";
import { judgeImport, judgeManners, verdictOf } from "./judge.ts";
import { runProgram } from "./run-program.ts";
import { importing, judgeNext, type Scene, sceneOf } from "./surroundings.ts";

/** What may happen to a file of an export while it is read. */
const HAPPENINGS: readonly ((path: string, at: number) => void)[] = [
  function removed(path) {
    rmSync(path);
  },
  function cut(path, at) {
    truncateSync(path, Math.floor(statSync(path).size * at));
  },
  function emptied(path) {
    writeFileSync(path, "");
  },
  function appended(path) {
    appendFileSync(path, "P9999,Later,Person,0441234567,3,M,,2022-01-01\n");
  },
  function edited(path, at) {
    const { size, atime, mtime } = statSync(path);
    const bytes = readFileSync(path);
    const place = Math.floor((size - 1) * at);
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    utimesSync(path, atime, mtime);
  },
];

const POINTS = [
  "registered",
  "before-parse",
  "after-parse",
  "before-insert",
  "before-reconcile",
  "before-commit",
];

function isStopped(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && / T /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
}

/** Stops an import somewhere, changes a file of the export under it, and lets it go on. */
async function importMeanwhile(trial: Trial, scene: Scene, happens: () => void) {
  const point = trial.random.pick(POINTS);
  let happened = false;
  const ended = await runProgram(trial.main, importing(scene), {
    cwd: scene.cwd,
    env: { TMPDIR: scene.temporary, HMSYNC_FAILPOINT: `${point}:1:SIGSTOP` },
    meanwhile: (child) => {
      const timer = setInterval(() => {
        if (!isStopped(child.pid ?? 0)) return;
        clearInterval(timer);
        happened = true;
        happens();
        child.kill("SIGCONT");
      }, 10);
      child.on("close", () => clearInterval(timer));
    },
  });
  return { point, ended, happened };
}

const movingFiles: Attack = {
  kind: "files that move while they are read",
  async attempt(trial) {
    const scene = sceneOf(trial);
    const { random } = trial;
    const isFolder = statSync(scene.source).isDirectory();
    const files = isFolder
      ? readdirSync(scene.source).map((name) => join(scene.source, name))
      : [scene.source];
    const [path, happening, at] = [random.pick(files), random.pick(HAPPENINGS), random.next()];
    const bytes = readFileSync(path);
    const { atime, mtime } = statSync(path);
    const { point, ended, happened } = await importMeanwhile(trial, scene, () =>
      happening(path, at),
    );
    return during(`${happening.name} at ${point}`, async () => {
      judgeManners(ended);
      const verdict = judgeWhole(scene, ended.exitCode, () =>
        judgeImport(scene.hospital, ended, join(scene.cwd, "hmsync.db")),
      );
      writeFileSync(path, bytes);
      utimesSync(path, atime, mtime);
      await judgeNext(trial, scene);
      return happened ? verdict : "right";
    });
  },
};

/** What was read is what it was, or nothing is said to be well. */
function judgeWhole({ cwd }: Scene, exitCode: number | null, judge: () => Verdict): Verdict {
  if (exitCode !== 5) return judge();
  const path = join(cwd, "hmsync.db");
  const [[rows] = []] = query(path, "select count(*) from patients");
  if (Number(rows) > 0) throw new Broken(`exit 5, but ${rows} rows were written`);
  return "refused";
}

/** A pipe that is written to slowly, and may be closed halfway. */
const slowPipe: Attack = {
  kind: "a slow pipe",
  async attempt(trial) {
    const { random } = trial;
    const scene = sceneOf(trial);
    const folder = join(scene.cwd, "pipes");
    execFileSync("mkdir", [folder]);
    const pipe = join(folder, "patients.csv");
    execFileSync("mkfifo", [pipe]);
    const rows = Array.from(
      { length: 40 },
      (_, at) => `P${at},${MARKER},Rao,0441234567,3,M,,2022-01-01\n`,
    );
    const whole = `patientId,firstName,lastName,phoneNumber,age,gender,address,registrationDate\n${rows.join("")}`;
    const ends = random.below(2) === 0 ? whole.length : random.below(whole.length);
    const half = Math.floor(ends / 2);
    const script = `exec >"$1"; printf %s "$2"; sleep 0.3; printf %s "$3"`;
    const writer = spawn("/bin/sh", [
      "-c",
      script,
      "sh",
      pipe,
      whole.slice(0, half),
      whole.slice(half, ends),
    ]);
    try {
      const asked = random.below(2) === 0 ? folder : pipe;
      const ended = await runProgram(
        trial.main,
        importing({ source: asked }, "--only", "patients"),
        {
          cwd: scene.cwd,
          env: { TMPDIR: scene.temporary },
        },
      );
      judgeManners(ended);
      return verdictOf(ended);
    } finally {
      writer.kill("SIGKILL");
    }
  },
};

export const movingAttacks: readonly Attack[] = [movingFiles, slowPipe];
