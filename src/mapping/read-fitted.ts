import type { Importer } from "../../importers/define.ts";
import { trimText } from "../../shared/trim-text.ts";
import { type RecordReader, readRecords } from "../source/read-records.ts";
import type { SourceRecord } from "../source/record.ts";
import type { ByteReader } from "../source/source-file.ts";
import { secretPlaces } from "./aside/secret-columns.ts";
import type { FittedFile } from "./fit.ts";
import type { EntityMapping } from "./mapping.ts";

type Change = (record: SourceRecord) => SourceRecord;

/** Reads the records of a file, with what people have corrected in them, and without its secrets. */
export function readFitted(fitted: FittedFile, bytes: ByteReader): RecordReader {
  const { file, amend, dialect } = fitted;
  const reader = readRecords(file, bytes, dialect);
  const changes = [...(amend === undefined ? [] : [amend]), ...concealments(fitted)];
  return { ...reader, groups: changes.reduce(changed, reader.groups) };
}

/** What takes the secrets out of the records of a file. */
export function concealed(fitted: Concealable): Change {
  const changes = concealments(fitted);
  return (record) => changes.reduce((read, change) => change(read), record);
}

type Concealable = Pick<FittedFile, "header" | "mapping" | "importer" | "readers">;

function concealments({ header, mapping, importer, readers }: Concealable): readonly Change[] {
  const all = readers ?? [{ importer, mapping }];
  // A column that one of the entities of the file asks for is read.
  const [first = [], ...others] = all.map((one) => secretPlaces(header, one.mapping));
  const secrets = first.filter((at) => others.every((places) => places.includes(at)));
  return [
    ...(secrets.length === 0 ? [] : [withoutCells(secrets)]),
    ...all.flatMap((one) => concealing(one, header)),
  ];
}

async function* changed(groups: RecordReader["groups"], change: Change): RecordReader["groups"] {
  for await (const group of groups) yield group.map(change);
}

/** Nobody behind the reader sees them: no report, no ledger, no list of what was rejected. */
const withoutCells =
  (places: readonly number[]): Change =>
  (record) => {
    const cells = [...record.cells];
    for (const at of places) if (at < cells.length) cells[at] = "";
    return { ...record, cells };
  };

interface Concealing {
  readonly importer: Importer;
  readonly mapping: EntityMapping;
}

/** The same for single cells of which a field says that they are secrets. */
function concealing(
  { importer, mapping }: Concealing,
  header: readonly string[],
): readonly Change[] {
  return Object.entries(importer.fields).flatMap(([name, { conceals }]): Change[] => {
    const { columns = [], options = {}, from } = mapping.fields[name] ?? {};
    const places = columns.map((column) => header.indexOf(column)).filter((at) => at >= 0);
    if (conceals === undefined || places.length === 0 || from !== undefined) return [];
    const conceal = conceals(options);
    return [
      (record) => withConcealed(record, places, (text, cells) => conceal(text, textIn(cells))),
    ];
  });

  function textIn(cells: readonly string[]): (field: string) => string {
    return (field) => {
      const { columns = [], value = "", join = " " } = mapping.fields[field] ?? {};
      const texts = columns.map((column) => trimText(cells[header.indexOf(column)] ?? ""));
      return texts.filter(Boolean).join(join) || value;
    };
  }
}

function withConcealed(
  record: SourceRecord,
  places: readonly number[],
  conceal: (text: string, cells: readonly string[]) => string | undefined,
): SourceRecord {
  const text = places.map((at) => trimText(record.cells[at] ?? "")).join(" ");
  const instead = text.trim() === "" ? undefined : conceal(text.trim(), record.cells);
  if (instead === undefined) return record;
  const cells = [...record.cells];
  for (const [nth, at] of places.entries()) cells[at] = nth === 0 ? instead : "";
  // Its bytes as they stand in the file have the secret, too.
  const { raw: _, ...rest } = record;
  return { ...rest, cells };
}
