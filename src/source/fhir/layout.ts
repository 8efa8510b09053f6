import { type Outline, outlineStart } from "../json/outline.ts";
import type { FhirLayout } from "./fhir-place.ts";
import { readEntry } from "./read-entry.ts";

const TYPE = /^"[A-Z][A-Za-z]+"$/;
/** So many lines are looked at for one that is a resource: some may be broken. */
const LINES = 20;
const BUNDLE = "Bundle";

/** How a text of FHIR holds its resources; undefined if it is something else. Told by what it holds, not by its name. */
export function layoutOf(text: Buffer, isWhole: boolean): FhirLayout | undefined {
  const start = text.toString("utf8", 0, 4096).trimStart();
  if (!/^[[{]/.test(start) || !text.includes('"resourceType"')) return undefined;
  const lines = firstLines(text, isWhole);
  const types = lines.flatMap((line) => {
    const entry = readEntry(line, "lines");
    return typeof entry === "object" ? entry.type : [];
  });
  if (types.length > 0) return types.every((type) => type === BUNDLE) ? "bundle" : "lines";
  return byOutline(outlineStart(text));
}

/** The lines that are whole in the sample. */
function firstLines(text: Buffer, isWhole: boolean): string[] {
  const lines = text.toString("utf8").split(/\r\n|[\r\n]/);
  const whole = isWhole ? lines : lines.slice(0, -1);
  return whole.filter((line) => line.trim() !== "").slice(0, LINES);
}

function byOutline(root: Outline): FhirLayout | undefined {
  const [value] = root.parts.values();
  if (value === undefined) return undefined;
  if (value.kind === "list") return typeOf(value.parts.get(0)) === undefined ? undefined : "list";
  const type = typeOf(value);
  // Programs that sort members write what a bundle is behind its entries.
  const [entry] = value.parts.get("entry")?.parts.values() ?? [];
  if (type === BUNDLE || (type === undefined && typeOf(entry?.parts.get("resource")))) {
    return "bundle";
  }
  return type === undefined ? undefined : "values";
}

function typeOf(node: Outline | undefined): string | undefined {
  const text = node?.parts.get("resourceType")?.text;
  return text !== undefined && TYPE.test(text) ? text.slice(1, -1) : undefined;
}
