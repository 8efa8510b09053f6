import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { readFiles } from "../../src/jobs/read.ts";
import { Interrupted } from "../../src/plain/errors.ts";
import { hmsync } from "../support/cli.ts";
import { SAMPLE } from "../support/small-exports.ts";
import { workspace, writeFiles } from "../support/workspace.ts";

const story = (name: string, file = "patients.csv") => resolve("fixtures", name, file);
const read = (...argv: string[]) => hmsync(["import:read", ...argv], { cwd: workspace() });

test("a file is shown with its dialect, the evidence and the first records", async () => {
  const { stdout, exitCode } = await read(story("excel-semicolon-bom"));
  expect(exitCode).toBe(0);
  for (const said of ["utf-8", "byte order mark", "semicolon", "100 % of 5 rows have 4 cells"]) {
    expect(stdout).toContain(said);
  }
  expect(stdout).toMatch(/^ +1 +2 +101 +José López +1990-02-28 +12,50$/m);
});

test("--to csv writes plain CSV: header first, every cell as it is", async () => {
  const cwd = workspace();
  writeFiles(cwd, { "a.txt": 'id\tnote\n1\t=1+1\n2\t" a, ""b"" "\n3\t-\n' });
  const { stdout, exitCode } = await hmsync(["import:read", "a.txt", "--to", "csv"], { cwd });
  expect([stdout, exitCode]).toEqual(['id,note\r\n1,=1+1\r\n2," a, ""b"" "\r\n3,-\r\n', 0]);
});

test.each(["--to=csv", "--json"])(
  "what steers a screen is written as it is into a pipe, and escaped on a screen: %s",
  async (manner) => {
    const cwd = workspace();
    const steering = "a\u001b]0;owned\u0007\u009b31m\u202eb";
    writeFiles(cwd, { "x.csv": `id,note\n1,${steering}\n2,plain\n` });
    const { isTTY } = process.stdout;
    onTestFinished(() => void Object.assign(process.stdout, { isTTY }));
    const shown = async (screen: boolean) => {
      Object.assign(process.stdout, { isTTY: screen });
      return (await hmsync(["import:read", "x.csv", ...manner.split("=")], { cwd })).stdout;
    };
    const [piped, screen] = [await shown(false), await shown(true)];
    if (manner === "--to=csv") expect(piped).toBe(`id,note\r\n1,${steering}\r\n2,plain\r\n`);
    expect(screen).toContain("a\\u001b]0;owned\\u0007\\u009b31m\\u202eb");
    expect(screen.split("\n")).toHaveLength(piped.split("\n").length);
  },
);

test("a cancelled reading leaves whole files and no half of one", async () => {
  const cwd = workspace();
  writeFiles(cwd, { "export/a.csv": "id\n1\n", "export/b.csv": "id\n2\n" });
  // The first file is looked at before it is opened and before its records are written, then the second one.
  let looks = 0;
  const signal = Object.create(AbortSignal.prototype, { aborted: { get: () => ++looks > 3 } });
  const out = join(cwd, "out");
  const reading = readFiles({ source: join(cwd, "export"), out, signal });
  await expect(reading).rejects.toBeInstanceOf(Interrupted);
  expect(readdirSync(out)).toEqual(["a.csv"]);
});

test("a file without a header is written without one", async () => {
  const { stdout } = await read(story("no-header"), "--to", "csv");
  expect(stdout.split("\r\n")[0]).toBe("101,José López,1990-02-28,12.50");
});

test("--json writes one object for each record, with its place and its issues", async () => {
  const { stdout, exitCode } = await read(story("quote-that-is-never-closed"), "--json");
  const lines = stdout.trim().split("\n");
  expect(lines.length).toBe(4);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    file: "patients.csv",
    record: 1,
    line: 2,
    offset: 21,
    issues: ["quote-unclosed"],
    cells: { patient_id: "1", name: "Asha", note: '"well' },
  });
  expect(exitCode).toBe(3);
});

test("a folder becomes a folder: a file for each, the bytes that were not read, and the refused ones", async () => {
  const cwd = workspace();
  writeFiles(join(cwd, "in"), {
    "one.csv": 'a,b\n1,"x\n2,y\n',
    "two.txt": "a|b\n1|2\n",
    "three.csv": Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]),
    "readme.md": "not ours",
    "four.zip": "PK and no more",
  });
  const found = await hmsync(["import:read", "in", "--out", "out", "--json"], { cwd });
  expect(found.exitCode).toBe(1);
  const { files } = JSON.parse(found.stdout);
  expect(files).toEqual([
    { file: "four.zip", failure: { what: expect.anything(), cure: expect.anything() } },
    { file: "one.csv", records: 2, issues: { "quote-unclosed": 1 } },
    { file: "three.csv", failure: { what: expect.anything(), cure: expect.anything() } },
    { file: "two.txt", records: 1, issues: {} },
  ]);
  expect(readFileSync(join(cwd, "out/two.txt.csv"), "utf8")).toBe("a,b\r\n1,2\r\n");
  expect(readFileSync(join(cwd, "out/unread/one.csv"), "utf8")).toBe('1,"x\n');
  expect(statSync(join(cwd, "out/unread/one.csv")).mode & 0o777).toBe(0o600);
  const errors = JSON.parse(readFileSync(join(cwd, "out/errors.json"), "utf8"));
  expect(errors.map(({ file }: { file: string }) => file)).toEqual(["four.zip", "three.csv"]);
  expect(errors.slice(1)).toEqual([
    {
      file: "three.csv",
      what: expect.stringContaining("old Excel workbook"),
      cure: expect.anything(),
    },
  ]);
  expect(existsSync(join(cwd, "out/three.csv"))).toBe(false);
  expect(found.stderr).toContain("readme.md: not read");
});

describe("hints", () => {
  test("say what would be found otherwise", async () => {
    const argv = ["--to", "csv", "--delimiter", "|", "--header-row", "none", "--skip-lines", "1"];
    const { stdout } = await read(story("excel-semicolon-bom"), ...argv);
    expect(stdout.split("\r\n")[0]).toBe('"101;José López;1990-02-28;12,50"');
  });

  test("of an encoding, a quote and an escape are taken", async () => {
    const argv = ["--json", "--encoding", "latin1", "--quote", "none", "--escape", "none"];
    const { stdout } = await read(story("single-quotes"), ...argv);
    expect(Object.values(JSON.parse(stdout.split("\n")[0] ?? "").cells)).toContain("'Rao");
  });

  test.each([
    ["--delimiter", "ab"],
    ["--quote", "''"],
    ["--encoding", "klingon"],
    ["--header-row", "first"],
    ["--skip-lines", "-1"],
    ["--to", "xml"],
  ])("%s %s is refused", async (flag, value) => {
    expect((await read(story("no-header"), flag, value)).exitCode).toBe(2);
  });
});

test("without a file the command says what it takes", async () => {
  const cwd = workspace();
  mkdirSync(join(cwd, "empty"));
  expect((await hmsync(["import:read"], { cwd })).exitCode).toBe(2);
  expect((await hmsync(["import:read", "nowhere.csv"], { cwd })).exitCode).toBe(2);
});

describe("standard input", () => {
  test("is read like a file, whatever it holds, and leaves nothing behind", async () => {
    const cwd = workspace();
    const tmp = join(cwd, "tmp");
    mkdirSync(tmp);
    for (const [input, expected] of [
      ["a;b\n1;2\n", "a,b\r\n1,2\r\n"],
      ['[{"a":1,"b":2}]', "a,b\r\n1,2\r\n"],
      [gzipSync("a|b\n1|2\n"), "a,b\r\n1,2\r\n"],
    ] as const) {
      const { stdout, exitCode } = await hmsync(["import:read", "-", "--to", "csv"], {
        cwd,
        env: { TMPDIR: tmp },
        meanwhile: (child) => child.stdin?.end(input),
      });
      expect([stdout, exitCode]).toEqual([expected, 0]);
    }
    expect(readdirSync(tmp)).toEqual([]);
  });

  test("is imported", async () => {
    const cwd = workspace();
    const patients = readFileSync(join(SAMPLE, "patients.csv"));
    const { stdout, exitCode } = await hmsync(["import", "--source", "-"], {
      cwd,
      meanwhile: (child) => child.stdin?.end(patients),
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^patients +8 +8 .* balanced$/m);
  });
});
