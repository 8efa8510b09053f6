import { SourceError } from "../../plain/errors.ts";
import { startOf } from "../contents.ts";
import { detectEncoding } from "../detect/detect-encoding.ts";
import { readSample } from "../detect/understand.ts";
import type { SourceFile } from "../source-file.ts";
import { TextWindows } from "../text-windows.ts";
import { type Frame, JsonWalker, type ValueKind, type Visitor, type Way } from "./json-walker.ts";

/** What an object or a list of a JSON text holds, as far as it takes to see which of its values are records. */
export interface Outline {
  readonly kind: ValueKind;
  /** How many values it holds, by their kind. */
  readonly holds: Record<ValueKind, number>;
  /** The first of them, by name or place. */
  readonly parts: Map<string | number, Outline>;
  /** Of a short value, what it is. */
  readonly text?: string;
  /** Of a bundle of FHIR: the kinds of resources in it. */
  readonly resourceTypes: Map<string, number>;
  /** Of a list of objects that say of which kind they are: by the member that says it, the kinds. */
  readonly kinds: Map<string, Map<string, number>>;
}

/** So many values of one object or list are looked into. */
const FIRST = 500;
const DEEPEST = 7;
const SHORT = 80;
const ENTRY = "entry";
const RESOURCE_TYPE = "resourceType";
/** What JSON:API and Elasticsearch call the table of a record. */
const KINDS: ReadonlySet<string | number> = new Set(["type", "_index"]);
/** A word of which there are more is something else. */
const MOST_KINDS = 50;

/** A JSON text that ends within a value. */
export function cutShort({ name }: SourceFile): SourceError {
  return new SourceError(`${name} ends within a list or an object: it is cut short.`, {
    cure: "Copy or export it again.",
  });
}

/** Outlines a JSON file: the list of its values, as a rule one; and says whether it ends within one. */
export async function outlineJson(
  file: SourceFile,
): Promise<{ readonly root: Outline; readonly isCut: boolean }> {
  const { sample, whole } = await readSample(file);
  const windows = new TextWindows(detectEncoding(sample, { whole }).value);
  const outliner = new Outliner();
  const walker = new JsonWalker(outliner);
  let first = true;
  for await (const chunk of startOf(file)) {
    const window = windows.add(chunk, { first, atEnd: false });
    windows.consume(walker.walk(window, { atEnd: false }));
    first = false;
  }
  walker.walk(windows.add(Buffer.alloc(0), { first, atEnd: true }), { atEnd: true });
  return { root: outliner.root, isCut: walker.isOpen };
}

/** Outlines the start of a text. */
export function outlineStart(text: Buffer): Outline {
  const outliner = new Outliner();
  new JsonWalker(outliner).walk(text, { atEnd: false });
  return outliner.root;
}

const newOutline = (kind: ValueKind, text?: string): Outline => {
  const holds = { object: 0, list: 0, scalar: 0 };
  const parts = new Map<string | number, Outline>();
  const [resourceTypes, kinds] = [new Map(), new Map()];
  return { kind, holds, parts, resourceTypes, kinds, ...(text !== undefined && { text }) };
};

class Outliner implements Visitor {
  readonly root = newOutline("list");
  /** Those that the walk is in; undefined if it only looks for resources. */
  readonly #path: (Outline | undefined)[] = [this.root];

  meet(frames: readonly Frame[], kind: ValueKind, text: () => string): Way {
    const frame = frames.at(-1);
    const at = this.#path.at(-1);
    if (frame === undefined) return "over";
    if (at !== undefined) at.holds[kind]++;
    const step = frame.isList ? frame.count : frame.key;
    const isKept = at !== undefined && at.parts.size < FIRST && frames.length <= DEEPEST;
    const isEntry = frames.some(({ key }) => key === ENTRY);
    const part = isKept
      ? newOutline(kind, kind === "scalar" ? shortened(text()) : undefined)
      : undefined;
    if (part !== undefined) at?.parts.set(step, part);
    if (kind === "scalar") {
      this.#word(step, { frames, isEntry, text });
      return "over";
    }
    const isLooked = isEntry && frames.length <= DEEPEST;
    if (part === undefined && !isLooked && !at?.kinds.size) return "over";
    this.#path.push(part);
    return "into";
  }

  leave(): void {
    this.#path.pop();
  }

  /** A word that may say of which kind its object is. */
  #word(step: string | number, { frames, isEntry, text }: Word): void {
    if (isEntry && step === RESOURCE_TYPE) this.#resource(frames.length, text());
    if (KINDS.has(step)) this.#kind(String(step), frames, text);
  }

  /** Of an object in a list. */
  #kind(member: string, frames: readonly Frame[], text: () => string): void {
    const list = frames.at(-2)?.isList === true ? this.#path.at(-2) : undefined;
    if (list === undefined) return;
    const kinds = list.kinds.get(member) ?? new Map<string, number>();
    list.kinds.set(member, kinds);
    const kind = text().slice(1, -1);
    if (kinds.size <= MOST_KINDS) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }

  /** Of a resource in an entry in a list in a bundle. */
  #resource(depth: number, written: string): void {
    const types = this.#path[depth - 3]?.resourceTypes;
    const type = written.slice(1, -1);
    types?.set(type, (types.get(type) ?? 0) + 1);
  }
}

interface Word {
  readonly frames: readonly Frame[];
  readonly isEntry: boolean;
  readonly text: () => string;
}

const shortened = (text: string): string => (text.length > SHORT ? "" : text);
