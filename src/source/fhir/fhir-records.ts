import { isUtf8 } from "node:buffer";
import { ownName } from "../json/extended.ts";
import { PlaceFinder, withLines } from "../json/scan-place.ts";
import type { Flaw, SourceRecord } from "../record.ts";
import type { NumberedSpan, Scan, ScannedWindow, ScanState, Span } from "../span.ts";
import { WITH_AMOUNTS } from "./currencies.ts";
import { type FhirPlace, LONGEST_RESOURCE, RESOURCE } from "./fhir-place.ts";
import { cellsOf, type FhirTable } from "./fhir-table.ts";
import { knownOf } from "./known.ts";
import { hasModifier } from "./modifiers.ts";
import { tableOfText } from "./read-entry.ts";
import { scanResources } from "./scan-resources.ts";
import { tableNamed } from "./tables/index.ts";
import { orderId } from "./tables/laboratory.ts";
import { branchesAt, type Taking, textAt } from "./taking.ts";
import { type Branch, isBranch, isList, readTree, type Tree, textIn } from "./tree.ts";

/** A part of a resource that is a record: of which resource, and which of its parts. */
interface Within {
  readonly resource: string;
  readonly nth: number;
}

/** Reads one table of a text of FHIR: finds its resources, and makes cells of them. */
export class FhirRecords {
  readonly #place: FhirPlace;
  readonly #table: FhirTable;
  readonly #scan: ReturnType<typeof scanResources>;
  /** By where a part of a resource begins in the window. */
  readonly #within = new Map<number, Within>();

  constructor(place: FhirPlace) {
    this.#place = place;
    this.#table = tableNamed(place.table);
    this.#scan = scanResources(place.layout);
  }

  scan(window: Buffer, state: ScanState, scan: Scan): ScannedWindow {
    const found = this.#scan(window, state, scan);
    this.#within.clear();
    const own = found.spans.filter((span) => this.#isOwn(window, span));
    const spans = own.flatMap((span) => this.#parts(window, span));
    return { ...found, spans };
  }

  parse(window: Buffer, spans: readonly NumberedSpan[]): SourceRecord[] {
    return spans.map((span) => {
      const { record, line, offset, flaw } = span;
      const raw = window.subarray(span.start, span.end);
      const isText = flaw === undefined && isUtf8(raw);
      const read = isText ? this.#read(raw.toString("utf8"), span) : undefined;
      if (read === undefined) {
        const flaws: Flaw[] = [flaw ?? (isText ? "unreadable" : "encoding")];
        return { cells: [], record, line, offset, flaws, raw };
      }
      return { ...read, record, line, offset };
    });
  }

  #isOwn(window: Buffer, { start, end, flaw }: Span): boolean {
    const { layout, takesStrays, table } = this.#place;
    if (flaw !== undefined) return takesStrays;
    const found = tableOfText(window.toString("utf8", start, end), layout);
    if (found === "none") return false;
    if (found === undefined) return takesStrays && this.#table.each === undefined;
    if (this.#table.each === undefined) return found.name === table;
    return this.#table.types.includes(found.name);
  }

  /** The elements of the list that the records are, where they are no resources. */
  #parts(window: Buffer, span: Span): Span[] {
    const { each } = this.#table;
    if (each === undefined || span.flaw !== undefined) return [span];
    const inner = this.#place.layout === "bundle" ? [RESOURCE] : [];
    const finder = new PlaceFinder([0, ...inner, each], LONGEST_RESOURCE);
    const written = window.subarray(span.start, span.end);
    finder.walker.walk(written, { atEnd: true });
    const resource = written.toString("utf8");
    const parts = finder.found.map(({ start, end }): Span => ({ ...span, start, end }));
    const placed = withLines(parts, { window: written, state: { line: span.line } });
    return placed.map((part, nth) => {
      const start = span.start + part.start;
      this.#within.set(start, { resource, nth });
      return { ...part, start, end: span.start + part.end };
    });
  }

  #read(text: string, { start }: Span): Pick<SourceRecord, "cells" | "flaws"> | undefined {
    const within = this.#within.get(start);
    const whole = readTree(within?.resource ?? text);
    const entry = this.#entryOf(whole?.tree);
    if (whole === undefined || entry === undefined) return undefined;
    const flaws: Flaw[] = whole.hasTwins ? ["name-twice"] : [];
    if (hasModifier(entry.resource, text)) flaws.push("unknown-modifier");
    const { id, taking } =
      within === undefined ? this.#asRecord(entry) : this.#asPart(entry, within);
    return { cells: cellsOf(this.#table, id, taking), flaws };
  }

  #entryOf(tree: Tree | undefined): { resource: Branch; fullUrl: string } | undefined {
    if (!isBranch(tree)) return undefined;
    const resource = this.#place.layout === "bundle" ? tree.get(RESOURCE) : tree;
    return isBranch(resource) ? { resource, fullUrl: textAt(tree, "fullUrl") } : undefined;
  }

  #asRecord({ resource, fullUrl }: { resource: Branch; fullUrl: string }) {
    const taking = this.#taking(resource);
    const type = textAt(resource, "resourceType");
    const id = textAt(resource, "id") || (ownName(fullUrl) ?? "");
    // Tables of parts have what stands in a list, and this one the rest.
    for (const name of LISTS_APART.get(type) ?? []) resource.delete(name);
    return { id: orderId({ type, id }), taking };
  }

  #asPart({ resource, fullUrl }: { resource: Branch; fullUrl: string }, { nth }: Within) {
    const part = branchesAt(resource, this.#table.each ?? "")[nth] ?? new Map();
    const { id } = this.#asRecord({ resource: new Map(resource), fullUrl });
    part.set("of", id);
    const number = textAt(part, "sequence") || String(nth + 1);
    return { id: `${id}#${number}`, taking: { ...this.#taking(resource), resource: part } };
  }

  #taking(resource: Branch): Taking {
    const inner = branchesAt(resource, "contained").map((one) => [textAt(one, "id"), one] as const);
    const known = knownOf(this.#place.known);
    return { resource, contained: new Map(inner), known, currencies: currenciesOf(resource) };
  }
}

/** Of all amounts in it, those of its parts too. */
function currenciesOf(resource: Branch): string[] {
  const found = new Set<string>();
  const look = (tree: Tree): void => {
    if (isList(tree)) tree.forEach(look);
    if (!isBranch(tree)) return;
    const currency = tree.get("value") === undefined ? undefined : textIn(tree.get("currency"));
    if (currency !== undefined) found.add(currency);
    for (const one of tree.values()) look(one);
  };
  for (const [name, one] of resource) if (WITH_AMOUNTS.has(name)) look(one);
  return [...found];
}

/** Lists whose elements are records of tables of their own. */
const LISTS_APART = new Map([["Invoice", ["lineItem"]]]);
