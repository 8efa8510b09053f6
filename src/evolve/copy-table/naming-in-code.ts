import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";

/** A line of the project's code that names the older table. */
export interface CodePlace {
  /** Relative to the project. */
  readonly file: string;
  readonly line: number;
}

/** What a search of the project found. */
export interface CodeSearch {
  readonly places: readonly CodePlace[];
  readonly files: number;
  /** It is larger than what is looked through. */
  readonly cut: boolean;
}

/** Folders that projects keep their code in. */
const FOLDERS = [
  ...["src", "app", "apps", "lib", "libs", "server", "client", "api", "pages", "components"],
  ...["shared", "packages", "db", "drizzle", "prisma", "migrations", "scripts", "test", "tests"],
];
const SKIPPED = new Set(["node_modules", "dist", "build", "out", "coverage", "vendor", "backups"]);
const CODE = new Set([
  ...[".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".sql"],
  ...[".prisma", ".graphql", ".gql", ".py", ".rb", ".php", ".go", ".java", ".cs", ".json", ".yml"],
  ".yaml",
]);
const MOST_FILES = 20_000;
const MOST_BYTES = 1_000_000;
const MOST_PLACES = 500;

/** Looks for a table's name, as a word, in the code of the project in a folder; reads only. */
export function namingInCode(project: string, table: string): CodeSearch {
  const word = new RegExp(`(?<![\\w$])${table.replace(/[^\w]/g, "\\$&")}(?![\\w$])`);
  const places: CodePlace[] = [];
  let files = 0;
  const waiting = FOLDERS.map((folder) => folder);
  while (waiting.length > 0 && files < MOST_FILES && places.length < MOST_PLACES) {
    const folder = waiting.pop() ?? "";
    for (const entry of entriesOf(join(project, folder))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name) && !entry.name.startsWith(".")) {
        waiting.push(path);
      }
      if (!entry.isFile() || !CODE.has(extname(entry.name))) continue;
      files++;
      places.push(...linesWith(word, project, path));
    }
  }
  const cut = files >= MOST_FILES || places.length >= MOST_PLACES;
  const inOrder = places.sort((one, other) =>
    one.file < other.file ? -1 : one.file > other.file ? 1 : one.line - other.line,
  );
  return { places: inOrder.slice(0, MOST_PLACES), files, cut };
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // A project has some of these folders, and some may be closed to us.
    if (["ENOENT", "EACCES", "ENOTDIR"].includes(String((error as NodeJS.ErrnoException).code)))
      return [];
    throw error;
  }
}

function linesWith(word: RegExp, project: string, file: string): CodePlace[] {
  const path = join(project, file);
  if (statSync(path).size > MOST_BYTES) return [];
  const text = readFileSync(path, "utf8");
  if (!word.test(text)) return [];
  return text.split("\n").flatMap((line, at) => (word.test(line) ? [{ file, line: at + 1 }] : []));
}
