// Makes the JavaScript of the package, and lays what it reads at run time beside it: `node bundle.mjs dist`.
// A command opens one file in place of two hundred, and the parts that it loads on demand stay apart.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const [, , outdir = "dist"] = process.argv;

/** What is run or imported by name: by people, by tests, by the build, or as a thread. */
const ENTRIES = [
  "src/cli/main.ts",
  "src/cli/command-line.ts",
  "src/cli/reader-worker.ts",
  "src/jobs/own-schema.ts",
  "src/library.ts",
  "shared/schema.ts",
  "shared/ledger.ts",
];

await build({
  entryPoints: ENTRIES,
  outdir,
  outbase: ".",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  // Otherwise each becomes a `new RegExp` where it stands, compiled again at every call.
  supported: { "regexp-unicode-property-escapes": true },
  // What others have written stays theirs: installed beside the package, with its licence.
  packages: "external",
  // Modules find the files beside them from where the command line stands.
  chunkNames: "src/cli/[name]-[hash]",
  sourcemap: true,
  sourcesContent: false,
  keepNames: false,
  // Words of many languages as they are: written as escapes they are longer, and slower to start with.
  charset: "utf8",
  logLevel: "warning",
});
cpSync("importers/mapping.schema.json", join(outdir, "importers/mapping.schema.json"));
cpSync("src/review/assets", join(outdir, "src/review/assets"), { recursive: true });
