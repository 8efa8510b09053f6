import { SourceError } from "../../plain/errors.ts";
import { startOf } from "../contents.ts";
import { cutShort } from "../json/outline.ts";
import { RFC_4180 } from "../record.ts";
import type { SourceFile } from "../source-file.ts";
import { startOfFile } from "../span.ts";
import { TextWindows } from "../text-windows.ts";
import { currenciesIn } from "./currencies.ts";
import type { FhirLayout } from "./fhir-place.ts";
import { valuesAt } from "./fhir-table.ts";
import { gather } from "./gather.ts";
import type { Knowing } from "./known.ts";
import { type Entry, readEntry, tableOfText } from "./read-entry.ts";
import { isOpenResource, scanResources } from "./scan-resources.ts";
import { partsOf, tableOf } from "./tables/index.ts";
import { signsOf, versionOf } from "./version.ts";

/** What a file of FHIR holds. */
export class Contents {
  /** Records by their table. */
  readonly tables = new Map<string, number>();
  /** Resources within others, by their type. */
  readonly contained = new Map<string, number>();
  /** Entries without a resource, and texts that are none. */
  empty = 0;
  unreadable = 0;
  /** Patients that are marked as replaced by another. */
  replaced = 0;
  readonly #versions = new Map<string, Set<string>>();

  add(entry: Entry | "none" | undefined, known: Knowing): void {
    if (entry === undefined) this.unreadable++;
    else if (entry === "none") this.empty++;
    else this.#resource(entry, known);
  }

  /** What of it another version of FHIR has, and which one; undefined if it may all be R4. */
  otherVersion(): { readonly version: string; readonly signs: readonly string[] } | undefined {
    const version = versionOf(new Set(this.#versions.keys()));
    return version === undefined
      ? undefined
      : { version, signs: [...(this.#versions.get(version) ?? [])] };
  }

  #resource(entry: Entry, known: Knowing): void {
    const { type, resource } = entry;
    count(this.tables, tableOf(type, () => resource).name, 1);
    for (const { name, each = "" } of partsOf(type)) {
      count(this.tables, name, valuesAt(resource, each).length);
    }
    for (const one of valuesAt(resource, "contained.resourceType")) {
      count(this.contained, String(one), 1);
    }
    if (type === "Patient" && valuesAt(resource, "link.type").includes("replaced-by")) {
      this.replaced++;
    }
    for (const { version, what } of signsOf(type, resource)) {
      const signs = this.#versions.get(version) ?? new Set<string>();
      this.#versions.set(version, signs.add(what));
    }
    gather(known, entry);
    for (const currency of currenciesIn(type, resource)) count(known.currencies, currency, 1);
  }
}

function count(counts: Map<string, number>, name: string, more: number): void {
  if (more > 0) counts.set(name, (counts.get(name) ?? 0) + more);
}

/** How a text is laid out, and what it is written in. */
interface Laid {
  readonly layout: FhirLayout;
  readonly encoding: string;
}

/**
 * Looks through a file of FHIR, resource by resource.
 *
 * @throws SourceError if it is cut short or of another version
 */
export async function lookThrough(
  file: SourceFile,
  { layout, encoding }: Laid,
  known: Knowing,
): Promise<Contents> {
  const found = new Contents();
  const windows = new TextWindows(encoding);
  const state = startOfFile();
  const scan = scanResources(layout);
  const dialect = { ...RFC_4180, encoding };
  let first = true;
  const look = (chunk: Buffer, atEnd: boolean) => {
    const window = windows.add(chunk, { first, atEnd });
    first = false;
    const { spans, consumed } = scan(window, state, { dialect, atEnd });
    for (const { start, end, flaw } of spans) {
      const text = flaw === undefined ? window.toString("utf8", start, end) : "";
      const entry = readEntry(text, layout);
      // Where its start names a table, it is read, and refused, there: that table has to be, though nothing else is in it.
      const named = entry === undefined ? tableOfText(text, layout) : undefined;
      if (typeof named === "object") count(found.tables, named.name, 1);
      else found.add(entry, known);
    }
    windows.consume(consumed);
  };
  for await (const chunk of startOf(file)) look(chunk, false);
  look(Buffer.alloc(0), true);
  if (isOpenResource(state)) throw cutShort(file);
  const other = found.otherVersion();
  if (other !== undefined) throw ofAnotherVersion(file, other);
  return found;
}

/** More are not named: whoever has read five knows which version it is. */
const MOST_NAMED = 5;

function ofAnotherVersion(
  { name }: SourceFile,
  { version, signs }: { readonly version: string; readonly signs: readonly string[] },
): SourceError {
  const named = signs.slice(0, MOST_NAMED).join(", ");
  const more = signs.length > MOST_NAMED ? ` and ${signs.length - MOST_NAMED} more` : "";
  return new SourceError(
    `${name} is FHIR ${version}, not R4: ${named}${more} mean something else there, or are not in R4.`,
    {
      cure: `Have it exported as R4 (Accept: application/fhir+json; fhirVersion=4.0), or read it as plain JSON with a mapping of your own that has  "reading": { "${name}": { "fhir": "as any JSON" } }`,
    },
  );
}
