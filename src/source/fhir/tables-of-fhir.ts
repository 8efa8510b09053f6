import { SourceError } from "../../plain/errors.ts";
import { detectEncoding } from "../detect/detect-encoding.ts";
import { readSample } from "../detect/understand.ts";
import type { Export, SourceFile } from "../source-file.ts";
import { transcoder } from "../transcode.ts";
import type { FhirLayout } from "./fhir-place.ts";
import { Knowing, type SharedKnown, share } from "./known.ts";
import { layoutOf } from "./layout.ts";
import { type Contents, lookThrough } from "./look-through.ts";
import { FHIR_TABLES } from "./tables/index.ts";

/** What the FHIR files of an export say of each other, gathered while they are looked through. */
export class FhirExport {
  readonly #known = new Knowing();
  readonly shared: SharedKnown = { id: "", bytes: undefined, currencies: new Map() };

  /**
   * A file as the tables of its resources; undefined if it is no FHIR.
   *
   * @throws SourceError if it is cut short, of another version, or has several versions of one resource
   */
  async tablesOf(file: SourceFile): Promise<Pick<Export, "files" | "ignored"> | undefined> {
    const { sample, whole } = await readSample(file);
    const encoding = detectEncoding(sample, { whole }).value;
    const { mark, decode } = transcoder(encoding, sample);
    const text = decode(sample.subarray(mark), whole);
    const layout = layoutOf(text, whole);
    if (layout === undefined) return undefined;
    if (layout === "bundle") refuseHistory(file, text);
    const contents = await lookThrough(file, { layout, encoding }, this.#known);
    const notes = [...notesOf(contents), ...pageNote(text, layout)];
    const files = this.#filesOf(file, { layout, contents, notes });
    if (files.length > 0) return { files, ignored: [] };
    return { files: [], ignored: [{ name: file.name, reason: EMPTY }] };
  }

  /** All files have been looked through. */
  close(): void {
    share(this.#known, this.shared);
  }

  #filesOf(file: SourceFile, { layout, contents, notes }: Found): SourceFile[] {
    const names = namesIn(contents);
    return names.map((table, nth) => {
      const isFirst = nth === 0;
      const fhir = { table, layout, takesStrays: isFirst, known: this.shared };
      const told = isFirst ? notes : [];
      return {
        ...file,
        name: `${file.name}#${table}`,
        json: { path: [], shape: "values", fhir: { ...fhir, notes: told } },
      };
    });
  }
}

interface Found {
  readonly layout: FhirLayout;
  readonly contents: Contents;
  readonly notes: readonly string[];
}

const EMPTY = "a FHIR bundle without resources";

/** The tables that have records: those that are known first, then the others by their names. */
function namesIn({ tables, unreadable }: Contents): string[] {
  const known = FHIR_TABLES.map(({ name }) => name).filter((name) => tables.has(name));
  const others = [...tables.keys()].filter((name) => !known.includes(name)).sort();
  const names = [...known, ...others];
  return names.length === 0 && unreadable > 0 ? ["Unreadable"] : names;
}

function notesOf({ tables, contained, empty, replaced }: Contents): string[] {
  const list = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([type, count]) => `${type} ${count}`).join(", ");
  const notes = [`FHIR R4: ${list(tables)}`];
  if (contained.size > 0) {
    notes.push(
      `resources contained in others: ${list(contained)}; read where they are named, and kept with the record that contains them`,
    );
  }
  if (empty > 0) notes.push(`entries without a resource: ${empty}`);
  if (replaced > 0) notes.push(`patients marked as replaced by another record (link): ${replaced}`);
  return notes;
}

/** Bundles of a search come in pages. */
function pageNote(text: Buffer, layout: FhirLayout): string[] {
  const isPage = layout === "bundle" && /"relation"\s*:\s*"next"/.test(text.toString("latin1"));
  return isPage ? ["the bundle is one page of several: the others are in files of their own"] : [];
}

function refuseHistory({ name }: SourceFile, text: Buffer): void {
  const start = text.toString("latin1", 0, 4096);
  if (!/"type"\s*:\s*"history"/.test(start)) return;
  throw new SourceError(
    `${name} is a bundle of the type history: one resource in several versions.`,
    {
      cure: "Export the resources as they are now: a search or a bulk export.",
    },
  );
}
