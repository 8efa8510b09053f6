// Builds the package: JavaScript, and the mappings that come with it.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, rmSync, writeFileSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
  stdio: "inherit",
});
cpSync("importers/mappings", "dist/importers/mappings", { recursive: true });
cpSync("importers/mapping.schema.json", "dist/importers/mapping.schema.json");
const { ownDdl } = await import("./dist/src/cli/own-schema.js");
writeFileSync("dist/shared/compiled-schema.json", JSON.stringify(await ownDdl()));
chmodSync("dist/src/cli/main.js", 0o755);
