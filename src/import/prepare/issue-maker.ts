import type { Importer } from "../../../importers/define.ts";
import type { Issue } from "../../ledger/issue.ts";
import type { EntityMapping } from "../../mapping/mapping.ts";
import { ruleBook } from "../../mapping/rule-book.ts";

/**
 * The issue for a code (without the entity), with the severity that the mapping gives it; nothing
 * where the mapping turned it off.
 */
export type MakeIssue = (code: string, field?: string) => Issue | undefined;

/** Makes each issue once: millions of records share a few. */
export function issueMaker(importer: Importer, mapping: EntityMapping): MakeIssue {
  const book = ruleBook(importer);
  const made = new Map<string, Issue | undefined>();
  const make = (code: string, field: string): Issue | undefined => {
    const setting = mapping.rules[code] ?? book.get(code)?.severity ?? "error";
    if (setting === "off") return undefined;
    const column = (mapping.fields[field]?.columns ?? []).join(" + ");
    return { code, severity: setting, ...(column !== "" && { column }) };
  };
  return (word, field = "") => {
    const key = `${word}\0${field}`;
    if (!made.has(key)) made.set(key, make(`${importer.entity}.${word}`, field));
    return made.get(key);
  };
}
