// Builds the package: JavaScript and its types, and the mappings that come with it.
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";

const run = (...argv) => execFileSync(process.execPath, argv, { stdio: "inherit" });

rmSync("dist", { recursive: true, force: true });
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");
run("bundle.mjs", "dist");
const { ownDdl } = await import("./dist/src/cli/own-schema.js");
writeFileSync("dist/shared/compiled-schema.json", JSON.stringify(await ownDdl()));
chmodSync("dist/src/cli/main.js", 0o755);
