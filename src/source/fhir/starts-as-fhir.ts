import { SourceError } from "../../plain/errors.ts";
import { firstBytes } from "../../plain/first-bytes.ts";
import { startOf } from "../contents.ts";
import type { SourceFile } from "../source-file.ts";

/** A resource says early what it is, as a rule. */
const START = 4096;
const JSON_START = /^\uFEFF?\s*[[{]/;
const XML = /^\uFEFF?\s*<[\s\S]*xmlns\s*=\s*["']http:\/\/hl7\.org\/fhir["']/;

/**
 * Whether a file that is not named as JSON begins as FHIR does.
 *
 * @throws SourceError if it is FHIR as XML
 */
export async function startsAsFhir(file: SourceFile): Promise<boolean> {
  if (file.plain) return false;
  const start = await beginning(file);
  if (XML.test(start)) {
    throw new SourceError(`${file.name} is FHIR as XML, which is not read.`, {
      cure: "Export it as JSON (Accept: application/fhir+json), or convert it with a FHIR tool.",
    });
  }
  return isJsonOfFhir(start);
}

const isJsonOfFhir = (start: string): boolean =>
  JSON_START.test(start) && start.includes('"resourceType"');

/** What a file without an ending of ours holds, by its first bytes: some servers export `Patient`. */
export function fhirIn(path: string): "json" | "xml" | undefined {
  const start = firstBytes(path, START).toString("utf8");
  if (isJsonOfFhir(start)) return "json";
  return XML.test(start) ? "xml" : undefined;
}

async function beginning(file: SourceFile): Promise<string> {
  try {
    for await (const chunk of startOf(file)) return chunk.toString("utf8", 0, START);
    return "";
  } catch {
    // What cannot be opened is told where it is read.
    return "";
  }
}
