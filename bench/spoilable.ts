import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const READ = /\.(?:csv|tsv|txt|json|ndjson)$/;
const NOT_DATA = new Set(["reading.json", "expected.json", "mapping.json"]);

interface Original {
  readonly name: string;
  readonly bytes: Buffer;
}

let found: readonly Original[] | undefined;

/** The fixtures that are files of text, to be spoiled. */
export function spoilable(): readonly Original[] {
  found ??= readdirSync("fixtures", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && READ.test(entry.name) && !NOT_DATA.has(entry.name))
    .map(({ name, parentPath }) => ({ name, bytes: readFileSync(join(parentPath, name)) }))
    .filter(({ bytes }) => bytes.length > 0 && bytes.length < 100_000);
  return found;
}
