import type { Importer } from "../../../importers/define.ts";
import type { ChainFile } from "../../ledger/trail/chain-files.ts";
import { KnownRows } from "../../ledger/trail/known-rows.ts";
import { type NotedMeeting, NotedMeetings } from "../../ledger/trail/noted-meetings.ts";
import type { TraceOf } from "../trace.ts";
import type { TraceMeans } from "./trace-means.ts";
import { legacyIdAt } from "./version.ts";

/** A record by its place in an export. */
export interface InFile {
  readonly entity: string | undefined;
  readonly file: string;
  readonly at: { readonly record: number } | { readonly line: number };
}

/** Why a place leads to no record. */
export type NotFound = "no such file" | "several entities" | "no such record";

/** Finds the record in a place of a file, as the newest run met it that read the file. */
export async function findInFile(means: TraceMeans, asked: InFile): Promise<TraceOf | NotFound> {
  const named = filesNamed(means, asked);
  if (named.length === 0) return "no such file";
  const entities = new Set(named.map(({ entity }) => entity));
  if (entities.size > 1) return "several entities";
  for (const file of named) {
    const importer = means.importers.find(({ entity }) => entity === file.entity);
    if (importer === undefined) continue;
    const found = await inFile(means, importer, { file, at: asked.at });
    if (found !== undefined) return found;
  }
  return "no such record";
}

/** The newest first; letter case counts where two differ in nothing else. */
function filesNamed({ files }: TraceMeans, { entity, file }: InFile): ChainFile[] {
  const read = [...files.values()].filter(({ header }) => header.length > 0).reverse();
  const own = read.filter((one) => entity === undefined || one.entity === entity);
  const exact = own.filter(({ name }) => name === file);
  if (exact.length > 0) return exact;
  return own.filter(({ name }) => name.toLowerCase() === file.toLowerCase());
}

/** The same, in a file of the ledger. */
export async function findInPlace(
  means: TraceMeans,
  importer: Importer,
  { file: id, record }: { readonly file: number; readonly record: number },
): Promise<TraceOf | undefined> {
  const file = means.files.get(id);
  if (file?.entity !== importer.entity) return undefined;
  return inFile(means, importer, { file, at: { record } });
}

interface Place {
  readonly file: ChainFile;
  readonly at: InFile["at"];
}

async function inFile(
  means: TraceMeans,
  importer: Importer,
  { file, at }: Place,
): Promise<TraceOf | undefined> {
  const { db, chain } = means;
  const noted = notedAt(means, { file, at });
  if (noted !== undefined) {
    const { fileId, record, legacyId } = noted;
    return { importer, ...(legacyId === null ? { place: { fileId, record } } : { legacyId }) };
  }
  const row = new KnownRows(db, importer, chain.legacySystem).inPlace(file.id, at);
  if (row !== undefined) return { importer, legacyId: row.legacyId };
  const legacyId = await legacyIdAt(means, { importer, file, at });
  return legacyId === undefined ? undefined : { importer, legacyId };
}

/** What any run has noted of the record there: a retry keeps the places of the export. */
function notedAt({ db, chain }: TraceMeans, { file, at }: Place): NotedMeeting | undefined {
  const notes = new NotedMeetings(db);
  const met = chain.runs.flatMap(({ id }) => {
    const found =
      "record" in at
        ? notes.at({ runId: id, fileId: file.id, record: at.record })
        : notes.atLine(id, file.id, at.line);
    return found ?? [];
  });
  return met.at(-1);
}
