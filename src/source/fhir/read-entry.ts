import { type FhirLayout, RESOURCE } from "./fhir-place.ts";
import type { FhirTable, Json } from "./fhir-table.ts";
import { tableOf } from "./tables/index.ts";

/** A resource, and what the bundle around it calls it. */
export interface Entry {
  readonly resource: Json;
  readonly type: string;
  readonly fullUrl: string;
}

const TYPE = /^[A-Z][A-Za-z]+$/;
/** As most programs write it: the type is what a resource begins with. */
const AT_START = /^\s*\{\s*"resourceType"\s*:\s*"([A-Za-z]+)"/;
const IN_ENTRY = /"resource"\s*:\s*\{\s*"resourceType"\s*:\s*"([A-Za-z]+)"/;
const START = 400;

/** What a text holds; undefined if it is no JSON, or nothing with a type. An entry may hold no resource. */
export function readEntry(text: string, layout: FhirLayout): Entry | "none" | undefined {
  const whole = parsed(text);
  if (!isObject(whole)) return undefined;
  const resource = layout === "bundle" ? whole[RESOURCE] : whole;
  if (layout === "bundle" && resource === undefined) return "none";
  const type = isObject(resource) ? resource["resourceType"] : undefined;
  if (!isObject(resource) || typeof type !== "string" || !TYPE.test(type)) return undefined;
  const { fullUrl } = whole;
  return { resource, type, fullUrl: typeof fullUrl === "string" ? fullUrl : "" };
}

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The type of a resource, where the start of its text says it. */
function typeAtStart(text: string, layout: FhirLayout): string | undefined {
  const start = text.slice(0, START);
  return (layout === "bundle" ? IN_ENTRY : AT_START).exec(start)?.[1];
}

/** The table that a text is a record of; "none" of an entry without a resource, undefined of what cannot be read. */
export function tableOfText(
  text: string,
  layout: FhirLayout,
): Pick<FhirTable, "name"> | "none" | undefined {
  const type = typeAtStart(text, layout);
  const entry = () => readEntry(text, layout);
  if (type !== undefined) {
    return tableOf(type, () => {
      const read = entry();
      return typeof read === "object" ? read.resource : {};
    });
  }
  const read = entry();
  return typeof read === "object" ? tableOf(read.type, () => read.resource) : read;
}
