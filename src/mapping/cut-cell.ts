import { z } from "zod";

// A cell that holds several things, and keys that are written with more or fewer zeros.

/** What is looked for in a cell that holds both. */
const FOUND = ["phone", "email"] as const;

/** How a field takes a part of a cell, and how its keys are written. */
export interface Cut {
  /** What separates the parts of a cell. */
  readonly split?: string | undefined;
  /** Which of them, counted from 1. */
  readonly part?: number | undefined;
  /** How many each cell has. */
  readonly of?: number | undefined;
  readonly find?: (typeof FOUND)[number] | undefined;
  /** Taken off the start of a text, as often as it stands there. */
  readonly strip?: string | undefined;
  /** Digits that a number has at least; zeros stand before it. */
  readonly pad?: number | undefined;
}

const MOST_PARTS = 20;
const MOST_DIGITS = 64;

/** The same, as a mapping says it. */
export const cutShape = {
  split: z
    .string()
    .min(1)
    .max(20)
    .optional()
    .describe("The separator of a cell with several parts."),
  part: z.int().min(1).max(MOST_PARTS).optional().describe("Which part to take, counted from 1."),
  of: z
    .int()
    .min(2)
    .max(MOST_PARTS)
    .optional()
    .describe("How many parts each cell has; by default 2, or part if that is more."),
  find: z
    .enum(FOUND)
    .optional()
    .describe("The phone number or the e-mail address in a cell that has both."),
  strip: z
    .string()
    .length(1)
    .optional()
    .describe("A character to remove from the start, such as 0: then 0001 and 1 are the same."),
  pad: z
    .int()
    .min(2)
    .max(MOST_DIGITS)
    .optional()
    .describe("The minimum number of digits; shorter numbers are padded with zeros."),
};

/** What is wrong with what a mapping says of it. */
export function cutFaults({ split, part, of, find }: Cut): string[] {
  return [
    ...((split === undefined) === (part === undefined)
      ? []
      : ['"split" and "part" belong together']),
    ...(of !== undefined && (split === undefined || of < (part ?? 1))
      ? ['"of" is the number of parts that "split" makes']
      : []),
    ...(find !== undefined && split !== undefined ? ['"find" and "split" exclude each other'] : []),
  ];
}

/** Takes a part of a text; undefined if the text is not made up as was said. */
export type CutText = (text: string) => string | undefined;

/** Compiles the way to a part of a cell; undefined if all of it is meant. */
export function partOf({ split, part = 1, of, find }: Cut): CutText | undefined {
  if (find !== undefined) return FINDERS[find];
  if (split === undefined) return undefined;
  const parts = of ?? Math.max(2, part);
  return (text) => {
    const found = text.split(split);
    return found.length === parts ? found[part - 1]?.trim() : undefined;
  };
}

/** Brings a key to the form that others of it have. */
export function keyForm({ strip, pad }: Cut): ((text: string) => string) | undefined {
  if (strip === undefined && pad === undefined) return undefined;
  return (text) => {
    const bare = strip === undefined ? text : stripped(text, strip);
    return pad !== undefined && /^\d+$/.test(bare) ? bare.padStart(pad, "0") : bare;
  };
}

/** A text of nothing else keeps its last sign. */
function stripped(text: string, sign: string): string {
  let start = 0;
  while (start < text.length - 1 && text[start] === sign) start++;
  return text.slice(start);
}

const SEPARATORS = /[\s,;|<>]+/;
const ENDS = /^[/\\:()[\]]+|[/\\:()[\].]+$/g;
/** What people write before a number. */
const LABELS = /\b(?:tel|telephone|phone|ph|mob|mobile|cell|fax|e-?mail|mail)\b[.:]*/gi;
const FEWEST_DIGITS = 5;

interface Pieces {
  readonly mails: readonly string[];
  /** All else. */
  readonly rest: string;
}

/** A `/` may stand within a number, and between it and an address. */
function piecesOf(text: string): Pieces {
  const words = text
    .split(SEPARATORS)
    .flatMap((word) => (word.includes("@") ? word.split("/") : word));
  const mails = words.filter((word) => word.includes("@"));
  const rest = words.filter((word) => !word.includes("@")).join(" ");
  return {
    mails: mails.map((mail) => mail.replace(ENDS, "").replace(/^(?:e-?mail|mailto):/i, "")),
    rest: rest.replace(LABELS, "").replace(/^[\s/\\:-]+|[\s/\\:-]+$/g, ""),
  };
}

const FINDERS: Readonly<Record<(typeof FOUND)[number], CutText>> = {
  email: (text) => {
    const { mails, rest } = piecesOf(text);
    if (mails.length > 1 || !isPhoneOrNothing(rest)) return undefined;
    return mails[0] ?? "";
  },
  phone: (text) => {
    const { mails, rest } = piecesOf(text);
    return mails.length <= 1 && isPhoneOrNothing(rest) ? rest : undefined;
  },
};

function isPhoneOrNothing(text: string): boolean {
  if (text === "") return true;
  const digits = text.replace(/\D/g, "").length;
  return digits >= FEWEST_DIGITS && !/[^\d\s+()./x-]/i.test(text);
}
