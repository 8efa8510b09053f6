import { nameOf, type Referred, resolve } from "../references.ts";
import { branchAt, branchesAt, type Part, type Taking, takeText } from "../taking.ts";
import type { Branch } from "../tree.ts";
import { cellsOf, type TakenConcept, takeConcept } from "./coded.ts";

// Columns that references fill: ids, as the tables of what they name have them, and names.

/** The id of what a reference names, if it is of one of these types. */
export const refers = (column: string, path: string, ...types: readonly string[]): Part => ({
  columns: [column],
  take: (taking) => [takeId(branchesAt(taking.resource, path), types, taking)],
});

export const STAFF = ["Practitioner", "PractitionerRole"];

/** The practitioner that a reference names, itself or by a role. */
export const doctor = (column: string, ...paths: readonly string[]): Part => ({
  columns: [column],
  take: (taking) => {
    const references = paths.flatMap((path) => branchesAt(taking.resource, path));
    return [takeId(references, STAFF, taking)];
  },
});

/** The first of those who took part that is of one of these types; their references stand below a name. */
export const participant = (column: string, name: string, types: readonly string[]): Part => ({
  columns: [column],
  take: (taking) => {
    const all = branchesAt(taking.resource, "participant");
    const references = all.flatMap((one) => branchAt(one, name) ?? []);
    return [takeId(references, types, taking)];
  },
});

export function takeId(
  references: readonly Branch[],
  types: readonly string[],
  taking: Taking,
): string {
  const known = references.flatMap((one) => {
    const to = resolve(one, taking);
    return to === undefined || !mayBe(to, types) ? [] : [{ one, to }];
  });
  const [found] = known;
  if (found === undefined) return "";
  const { one, to } = found;
  if (to.isPlain) for (const part of ["reference", "type"]) takeText(one, part);
  return to.type === "PractitionerRole"
    ? (taking.known.practitioners.get(to.id) ?? `PractitionerRole/${to.id}`)
    : to.id;
}

/** What does not say its type may be what the element asks for. */
const mayBe = ({ type }: Referred, types: readonly string[]): boolean =>
  type === undefined || types.includes(type);

/** The encounter: a visit or a stay, each in a column of its own. */
export const encounter = (path = "encounter"): Part => ({
  columns: ["encounter.visit", "encounter.stay"],
  take: (taking) => {
    const id = takeId(branchesAt(taking.resource, path), ["Encounter"], taking);
    return taking.known.stays.has(id) ? ["", id] : [id, ""];
  },
});

/** What people call what a reference names. Its display is taken. */
export const named = (column: string, path: string): Part => ({
  columns: [column],
  take: (taking) => [takeName(branchAt(taking.resource, path), taking)],
});

export function takeName(reference: Branch | undefined, taking: Taking): string {
  if (reference === undefined) return "";
  const name = nameOf(reference, taking);
  takeText(reference, "display");
  return name;
}

/** A medicine, or whatever is either coded or a resource of its own: its words, code and system. */
export const codedOrNamed = (column: string, coded: string, reference: string): Part => ({
  columns: [column, `${column}.code`, `${column}.system`],
  take: (taking) => {
    const at = branchAt(taking.resource, coded);
    if (at !== undefined) return cellsOf(takeConcept(at));
    const named = branchAt(taking.resource, reference);
    return named === undefined ? ["", "", ""] : cellsOf(conceptBehind(named, taking));
  },
});

export function conceptBehind(reference: Branch, taking: Taking): TakenConcept {
  const to = resolve(reference, taking);
  const inner = to?.inner && branchAt(to.inner, "code");
  if (inner !== undefined) return takeConcept(inner);
  const known = to && taking.known.concepts.get(`${to.type ?? "Medication"}/${to.id}`);
  return known ?? { text: nameOf(reference, taking), code: "", system: "" };
}
