// Builds the package: JavaScript and its types, and what it reads at run time. With --program the types stay
// as they are, and what a running program may still open stays too.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { STAMP, stampOfSources } from "./src/cli/build-stamp.mjs";

const run = (...argv) => execFileSync(process.execPath, argv, { stdio: "inherit" });
const TSC = "node_modules/typescript/bin/tsc";

const programAlone = process.argv.includes("--program");
// Taken first: what is edited while this builds is built the next time.
const stamp = stampOfSources(import.meta.dirname);
const folder = mkdtempSync(".building-");
try {
  // An installation without development dependencies runs the program and needs no types.
  if (!programAlone && existsSync(TSC)) run(TSC, "-p", "tsconfig.build.json", "--outDir", folder);
  run("bundle.mjs", folder);
  const { compiledFiles } = await import(resolve(folder, "src/jobs/own-schema.js"));
  const { HMSYNC } = await import(resolve(folder, "src/library.js"));
  for (const [name, text] of Object.entries(await compiledFiles(HMSYNC)))
    writeFileSync(join(folder, name), text);
  chmodSync(join(folder, "src/cli/main.js"), 0o755);
  if (!programAlone) rmSync("dist", { recursive: true, force: true });
  moveInto("dist", folder);
  writeFileSync(STAMP, stamp);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** File by file, those that others load first: a program that starts meanwhile finds what it asks for. */
function moveInto(target, built) {
  const files = readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((one, other) => Number(isEntry(one)) - Number(isEntry(other)));
  for (const file of files) {
    const place = join(target, file.slice(built.length + 1));
    mkdirSync(dirname(place), { recursive: true });
    renameSync(file, place);
  }
}

/** The parts that commands load have a hash in their names. */
function isEntry(file) {
  return !/-[A-Z0-9]{8}\.js(\.map)?$/.test(file);
}
