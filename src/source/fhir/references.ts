import { ownName } from "../json/extended.ts";
import { type Taking, textAt } from "./taking.ts";
import type { Branch } from "./tree.ts";

/** What a reference leads to. */
export interface Referred {
  /** Undefined if the reference does not say it. */
  readonly type: string | undefined;
  /** The id as the tables have it; of what cannot be resolved the reference itself, which no record has. */
  readonly id: string;
  /** The resource, if it is contained. */
  readonly inner?: Branch;
  /** All of the reference is its type and id. */
  readonly isPlain: boolean;
}

/** https://hl7.org/fhir/R4/references.html: relative, or behind an address; a version is none of its identity. */
const NAMED =
  /^(https?:\/\/\S+\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(\/_history\/[A-Za-z0-9.-]+)?$/;
/** A conditional reference, as transactions have it. */
const CONDITIONAL = /^([A-Z][A-Za-z]+)\?identifier=(.+)$/;

/** Resolves a reference; undefined if there is none, or a display alone. */
export function resolve(reference: Branch, taking: Taking): Referred | undefined {
  const written = textAt(reference, "reference");
  const said = textAt(reference, "type") || undefined;
  if (written === "") return byIdentifier(reference, said, taking);
  const [, base, type, id = "", version] = NAMED.exec(written) ?? [];
  if (type !== undefined) return { type, id, isPlain: base === undefined && version === undefined };
  if (written.startsWith("#")) return contained(written, taking);
  const own = ownName(written);
  if (own !== undefined) return byOwnName(own, said, taking);
  const [, wanted, query = ""] = CONDITIONAL.exec(written) ?? [];
  if (wanted === undefined) return { type: said, id: written, isPlain: false };
  return identified(wanted, decoded(query), taking);
}

function contained(written: string, { contained, resource }: Taking): Referred {
  const inner = contained.get(written.slice(1));
  const id = `${textAt(resource, "id")}${written}`;
  if (inner === undefined) return { type: undefined, id, isPlain: false };
  return { type: textAt(inner, "resourceType"), id, inner, isPlain: false };
}

function byOwnName(own: string, said: string | undefined, { known }: Taking): Referred {
  const [type, id] = known.aliases.get(own)?.split("/") ?? [];
  return { type: type ?? said, id: id ?? own, isPlain: id === undefined };
}

/** A logical reference: the identifier alone. */
function byIdentifier(
  reference: Branch,
  type: string | undefined,
  taking: Taking,
): Referred | undefined {
  const value = textAt(reference, "identifier.value");
  if (value === "") return undefined;
  return identified(type, `${textAt(reference, "identifier.system")}|${value}`, taking);
}

function identified(type: string | undefined, token: string, { known }: Taking): Referred {
  const id = type && known.identified.get(`${type}?${token}`);
  return { type, id: id || `?identifier=${token}`, isPlain: false };
}

function decoded(query: string): string {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}

/** Of a name that does not say its type, the types that are tried. */
const NAMED_TYPES = ["Practitioner", "Organization", "Location", "RelatedPerson", "Medication"];

/** What people call the resource that a reference leads to, where anybody says it. */
export function nameOf(reference: Branch, taking: Taking): string {
  const display = textAt(reference, "display");
  if (display !== "") return display;
  const found = resolve(reference, taking);
  if (found === undefined) return "";
  if (found.inner !== undefined) return innerName(found.inner);
  const { names, practitioners } = taking.known;
  const { type, id } = found;
  if (type === "PractitionerRole") return names.get(`Practitioner/${practitioners.get(id)}`) ?? "";
  const types = type === undefined ? NAMED_TYPES : [type];
  return types.flatMap((one) => names.get(`${one}/${id}`) ?? [])[0] ?? "";
}

/** What a resource is called: an organisation, a place, a person, or a thing that is coded. */
export function innerName(resource: Branch): string {
  const whole = ["name", "name.text", "code.text", "code.coding.display", "code.coding.code"];
  const found = whole.map((path) => textAt(resource, path)).find((text) => text !== "");
  if (found !== undefined) return found;
  const parts = ["name.prefix", "name.given", "name.family"].map((path) => textAt(resource, path));
  return parts.filter((part) => part !== "").join(" ");
}
