import type { Field } from "../../../importers/define.ts";
import { isSaidByFile } from "../../mapping/file-options.ts";
import type { FieldEvidence } from "../lock/field-evidence.ts";
import { SETTLING } from "../settling-option.ts";
import { fieldOptions } from "./field-options.ts";

type Options = Readonly<Record<string, unknown>>;

/** What a mapping has to say of a field that several files feed: file by file, where they are not written alike. */
export function optionsOfFiles(field: Field, parts: readonly FieldEvidence[]): Options {
  const files = parts
    .filter(({ cells }) => cells > 0)
    .map((part) => ({ part, options: fieldOptions(field, part.decisions) }));
  const keys = new Set(files.flatMap(({ options }) => Object.keys(options)));
  const said = [...keys]
    // What one file leaves open is asked for all of them.
    .filter((key) => !isSaidByFile(key) || !files.some(({ part }) => isOpen(key, part)))
    .map((key) => {
      const each = files.map(({ part, options }) => {
        return [part.file, options[key] ?? usual(key, part)] as const;
      });
      return [key, together(key, each)] as const;
    });
  return Object.fromEntries(said);
}

const isOpen = (key: string, { decisions }: FieldEvidence): boolean =>
  decisions.some(({ status, subject }) => status === "undecided" && SETTLING[subject] === key);

/** What a file is read as by itself is said where another one is not written so. */
const usual = (key: string, { decisions }: FieldEvidence): unknown =>
  isSaidByFile(key) ? decisions.find(({ options }) => key in options)?.options[key] : undefined;

/** Lists and codes add up; of what cannot be said file by file, the first file's stands. */
function together(key: string, each: readonly (readonly [file: string, said: unknown])[]): unknown {
  const said = each.filter(([, one]) => one !== undefined);
  const [first] = said.map(([, one]) => one);
  if (each.every(([, one]) => JSON.stringify(one) === JSON.stringify(first))) return first;
  if (isSaidByFile(key)) return Object.fromEntries(said);
  if (Array.isArray(first)) return [...new Set(said.flatMap(([, one]) => one as unknown[]))].sort();
  if (typeof first !== "object") return first;
  return Object.fromEntries(said.toReversed().flatMap(([, one]) => Object.entries(one as Options)));
}
