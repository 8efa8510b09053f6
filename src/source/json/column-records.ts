import { SourceError } from "../../plain/errors.ts";
import { contents } from "../contents.ts";
import { detectEncoding } from "../detect/detect-encoding.ts";
import type { SourceRecord } from "../record.ts";
import type { ByteReader, SourceFile } from "../source-file.ts";
import { transcoder } from "../transcode.ts";
import { flatten } from "./flatten.ts";
import type { JsonPlace } from "./json-place.ts";

/** A record is only known at the end of the last column: more than this is not held. */
const MOST = 64 * 2 ** 20;
const GROUP = 500;
const CELL = /^(.*?)(?:\[(\d+)\]|\.(\d+))$/s;

/**
 * The records of a text that writes its table column by column: each column is a list of cells, or an object
 * of cells by the number of their record.
 *
 * @throws SourceError if it is longer than can be held
 */
export async function* columnRecords(
  file: SourceFile,
  bytes: ByteReader,
): AsyncGenerator<SourceRecord[]> {
  const columns = [...(await columnsOf(file, bytes)).values()];
  const records = Math.max(0, ...columns.map(({ length }) => length));
  let group: SourceRecord[] = [];
  for (let record = 0; record < records; record++) {
    const cells = columns.map((column) => column[record] ?? "");
    group.push({ cells, flaws: [], record, line: 1, offset: 0 });
    if (group.length < GROUP) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** The names of the columns of such a text. */
export async function namesOfColumns(file: SourceFile, bytes: ByteReader): Promise<string[]> {
  return [...(await columnsOf(file, bytes)).keys()];
}

async function columnsOf(file: SourceFile, bytes: ByteReader): Promise<Map<string, string[]>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of contents(file, bytes)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST) throw tooMuch(file);
  }
  const whole = Buffer.concat(chunks);
  const { mark, decode } = transcoder(detectEncoding(whole, { whole: true }).value, whole);
  const members = flatten(decode(whole.subarray(mark), true).toString("utf8")) ?? [];
  const prefix = prefixOf(file.json);
  const columns = new Map<string, string[]>();
  for (const [path, cell] of members) {
    if (!path.startsWith(prefix)) continue;
    const [, name = "", nth, key] = CELL.exec(path.slice(prefix.length)) ?? [];
    const column = columns.get(name) ?? [];
    columns.set(name, column);
    column[Number(nth ?? key)] = cell;
  }
  return columns;
}

/** What the paths of the columns begin with; the text's own value has none. */
function prefixOf(place: JsonPlace | undefined): string {
  const [, ...steps] = place?.path ?? [];
  const path = steps.reduce<string>(
    (sofar, step) => (typeof step === "number" ? `${sofar}[${step}]` : `${sofar}.${step}`),
    "",
  );
  return path === "" ? "" : `${path.replace(/^\./, "")}.`;
}

function tooMuch({ name }: SourceFile): SourceError {
  return new SourceError(
    `${name} stores its table column by column and is too long to be held in memory.`,
    {
      cure: "Export it as one object per record, or one object per line.",
    },
  );
}
