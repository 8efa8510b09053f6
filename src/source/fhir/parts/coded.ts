import { branchAt, branchesAt, type Part, type Taking, takeText, textAt } from "../taking.ts";
import type { Branch } from "../tree.ts";

// Columns that codes fill: CodeableConcept and Coding.

/** What a concept says, its parts taken out; other codings of it stay. */
export interface TakenConcept {
  readonly text: string;
  readonly code: string;
  readonly system: string;
}

/** The coding that a person chose, else the first. */
function codingOf(concept: Branch): Branch | undefined {
  const codings = branchesAt(concept, "coding");
  return codings.find((one) => textAt(one, "userSelected") === "true") ?? codings[0];
}

export function takeConcept(concept: Branch | undefined): TakenConcept {
  if (concept === undefined) return { text: "", code: "", system: "" };
  const coding = codingOf(concept);
  const written = takeText(concept, "text");
  const display = coding === undefined ? "" : textAt(coding, "display");
  if (written === "" || display === written) takeText(coding, "display");
  const code = takeText(coding, "code");
  const system = takeText(coding, "system");
  return { text: written || display || code, code, system };
}

/** What a concept says in words, and nothing taken. */
export function wordsOf(concept: Branch | undefined): string {
  if (concept === undefined) return "";
  const coding = codingOf(concept);
  const [text, display, code] = [
    textAt(concept, "text"),
    coding && textAt(coding, "display"),
    coding && textAt(coding, "code"),
  ];
  return text || display || code || "";
}

/** A concept with its words, its code and the system that the code is of. */
export const concept = (column: string, path = column): Part => ({
  columns: [column, `${column}.code`, `${column}.system`],
  take: ({ resource }) => cellsOf(takeConcept(branchAt(resource, path))),
});

export const cellsOf = ({ text, code, system }: TakenConcept): readonly string[] => [
  text,
  code,
  system,
];

/** The words of a concept, where no column has its code: that stays, unless it is all of it. */
export const words = (column: string, path = column): Part => ({
  columns: [column],
  take: ({ resource }) => {
    const at = branchAt(resource, path);
    const text = wordsOf(at);
    if (at !== undefined) takeText(at, "text");
    return [text];
  },
});

/** The words of all concepts of a list, which stay: a text alone is taken. */
export const allWords = (column: string, path = column): Part => ({
  columns: [column],
  take: ({ resource }) => [
    branchesAt(resource, path)
      .map((one) => {
        const text = wordsOf(one);
        takeText(one, "text");
        return text;
      })
      .filter((text) => text !== "")
      .join(", "),
  ],
});

/** The code of a concept or of a coding, of a set that its element fixes: a status. */
export const codeOf = (column: string, path = column): Part => ({
  columns: [column],
  take: ({ resource }) => {
    const at = branchAt(resource, path);
    if (at === undefined) return [""];
    const coding = codingOf(at) ?? at;
    const code = takeText(coding, "code");
    if (code !== "") for (const other of ["system", "display"]) takeText(coding, other);
    return [code || textAt(at, "text")];
  },
});

/** The code of the element whose type is one of these: a policy's class, a price's kind. */
export function ofKind(
  taking: Pick<Taking, "resource">,
  path: string,
  kinds: readonly string[],
): Branch | undefined {
  return branchesAt(taking.resource, path).find((one) => {
    const type = branchAt(one, "type");
    const codings = type === undefined ? [] : branchesAt(type, "coding");
    return [textAt(one, "type"), ...codings.map((coding) => textAt(coding, "code"))].some((code) =>
      kinds.includes(code),
    );
  });
}
