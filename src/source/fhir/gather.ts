import { ownName } from "../json/extended.ts";
import { type Json, valuesAt } from "./fhir-table.ts";
import type { Knowing } from "./known.ts";
import type { Entry } from "./read-entry.ts";
import { isStay } from "./tables/stays.ts";

/** More than these are no directory of a hospital. */
const MOST = 500_000;

const DIRECTORY = new Set(["Practitioner", "Organization", "Location"]);
const CODED = new Set(["Medication", "ChargeItem"]);

/** Keeps of a resource what others may need to know of it. */
export function gather(known: Knowing, { resource, type, fullUrl }: Entry): void {
  const written = textOf(resource, "id");
  const own = ownName(fullUrl);
  const id = written || own || "";
  if (id === "" || known.names.size > MOST) return;
  if (own !== undefined && written !== "" && own !== written) {
    known.aliases.set(own, `${type}/${written}`);
  }
  if (DIRECTORY.has(type)) direct(known, { resource, type, id });
  if (CODED.has(type)) known.concepts.set(`${type}/${id}`, conceptOf(resource));
  if (type === "PractitionerRole") workIn(known, resource, id);
  if (type === "Encounter" && isStay(resource)) known.stays.add(id);
}

const textOf = (from: unknown, path: string): string => {
  const [found] = valuesAt(from, path);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
};

interface Named {
  readonly resource: Json;
  readonly type: string;
  readonly id: string;
}

function direct(known: Knowing, { resource, type, id }: Named): void {
  const name = textOf(resource, "name") || textOf(resource, "name.text") || partsOf(resource);
  if (name !== "") known.names.set(`${type}/${id}`, name);
  for (const one of valuesAt(resource, "identifier")) {
    const value = textOf(one, "value");
    if (value !== "") known.identified.set(`${type}?${textOf(one, "system")}|${value}`, id);
  }
}

function partsOf(resource: Json): string {
  const [name] = valuesAt(resource, "name");
  const parts = ["prefix", "given", "family", "suffix"].flatMap((part) => valuesAt(name, part));
  return parts.filter((part) => typeof part === "string" && part !== "").join(" ");
}

function conceptOf(resource: Json) {
  const [code, system] = ["code", "system"].map((part) => textOf(resource, `code.coding.${part}`));
  const display = textOf(resource, "code.coding.display");
  const text = textOf(resource, "code.text") || display || (code ?? "");
  return { text, code: code ?? "", system: system ?? "" };
}

/** A role makes its practitioner what they are; the first one that says it counts. */
function workIn(known: Knowing, resource: Json, id: string): void {
  const written = textOf(resource, "practitioner.reference");
  const query = /^Practitioner\?identifier=(.+)$/.exec(written)?.[1] ?? identifierOf(resource);
  const practitioner =
    known.identified.get(`Practitioner?${query}`) ??
    written.replace(/^urn:uuid:|^.*Practitioner\//, "").replace(/\/_history\/.*$/, "");
  if (practitioner === "") return;
  known.practitioners.set(id, practitioner);
  const specialty =
    textOf(resource, "specialty.text") ||
    textOf(resource, "specialty.coding.display") ||
    textOf(resource, "specialty.coding.code");
  if (specialty !== "" && !known.specialties.has(practitioner)) {
    known.specialties.set(practitioner, specialty);
  }
}

const identifierOf = (resource: Json): string =>
  `${textOf(resource, "practitioner.identifier.system")}|${textOf(resource, "practitioner.identifier.value")}`;
