import { isKeyOrHash, isPlainHash } from "../../../importers/convert/secret-shape.ts";
import { trimText } from "../../../shared/trim-text.ts";
import { columnsAside, type UnmappedSettings } from "../../mapping/aside/aside.ts";
import { hasLogins } from "../../mapping/aside/secret-columns.ts";
import type { Fit, FittedFile } from "../../mapping/fit.ts";
import { readFitted } from "../../mapping/read-fitted.ts";
import type { Ask } from "../../plain/ask.ts";
import { DecisionNeeded } from "../../plain/errors.ts";
import type { SourceRecord } from "../../source/record.ts";
import { ByteReader } from "../../source/source-file.ts";

/** As many records are looked at: who has a password has it from the first on. */
const LOOKED_AT = 1_000;
/** Of the cells that hold anything, as many say what a column is. */
const MOST = 0.5;

/**
 * Asks about columns that would be kept, are not called like a secret, and hold what is made of passwords, or keys.
 *
 * @throws DecisionNeeded that names them
 */
export async function checkSecrets(
  { files, mapping }: Pick<Fit, "files" | "mapping">,
  settings: UnmappedSettings,
): Promise<void> {
  const found: Found[] = [];
  for (const fitted of files) {
    const kept = columnsAside(fitted, mapping, settings).filter(({ fate }) => fate === "kept");
    if (kept.length > 0) found.push(...(await secretsIn(fitted, kept)));
  }
  const [first] = found;
  if (first === undefined) return;
  const lines = found.map(
    ({ file, column, entity, line }) => `  ${file}, ${column}, from line ${line} (${entity})`,
  );
  const named = JSON.stringify([first.column]);
  throw new DecisionNeeded(
    `Columns that would be kept look like passwords or keys, or what was made of them:\n${lines.join("\n")}`,
    {
      cure: `Leave each out (under entities.${first.entity}.ignore in the mapping: ${named}; or all such columns with --drop-unmapped), or keep it (under entities.${first.entity}.secrets: ${named}). Nothing was imported.`,
      asks: found.map(askAbout),
    },
  );
}

function askAbout({ file, column, entity, line }: Found): Ask {
  const [out, kept] = ["ignore", "secrets"].map((list) => ["entities", entity, list] as const);
  return {
    path: out ?? [],
    says: `${file}, column ${column}, from line ${line}, looks like passwords or keys, and would be kept`,
    choices: [
      {
        label: "leave it out",
        isSigned: true,
        writes: [{ path: out ?? [], column, value: { column } }],
      },
      { label: "keep it", writes: [{ path: kept ?? [], column, value: column }] },
    ],
    isFree: false,
  };
}

interface Found {
  readonly file: string;
  readonly entity: string;
  readonly column: string;
  /** Of the first such cell. */
  readonly line: number;
}

interface Column {
  readonly at: number;
  readonly name: string;
}

async function secretsIn(fitted: FittedFile, kept: readonly Column[]): Promise<Found[]> {
  const { importer, mapping, header, file } = fitted;
  const asked = new Set(mapping.secrets ?? []);
  const isSecret = secretIn(fitted);
  const tallies = kept
    .filter(({ at }) => !asked.has(header[at] ?? ""))
    .map((column) => ({ column, filled: 0, secret: 0, line: 0 }));
  for await (const { cells, line } of firstRecords(fitted)) {
    for (const tally of tallies) {
      const text = trimText(cells[tally.column.at] ?? "");
      if (text !== "") tally.filled++;
      if (!isSecret(text)) continue;
      tally.line ||= line;
      tally.secret++;
    }
  }
  return tallies
    .filter(({ secret, filled }) => secret > 0 && secret >= filled * MOST)
    .map(({ column, line }) => {
      return { file: file.name, entity: importer.entity, column: column.name, line };
    });
}

/** What can be a digest of anything is one of a password in a table of people who log in. */
function secretIn({ header, importer }: FittedFile): (text: string) => boolean {
  const holdsPasswords = Object.values(importer.fields).some(({ kind, holds }) => {
    return kind === "text" && holds === "secret";
  });
  if (!holdsPasswords && !hasLogins(header)) return isKeyOrHash;
  return (text) => isKeyOrHash(text) || isPlainHash(text);
}

async function* firstRecords(fitted: FittedFile): AsyncGenerator<SourceRecord> {
  let left = LOOKED_AT;
  for await (const group of readFitted(fitted, new ByteReader(fitted.file)).groups) {
    yield* group.slice(0, left);
    left -= group.length;
    if (left <= 0) return;
  }
}
