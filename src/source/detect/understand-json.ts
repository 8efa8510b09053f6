import { SourceError } from "../../errors.ts";
import { formatOf } from "../contents.ts";
import { readMembers } from "../parse-json.ts";
import { stagesOf } from "../read-groups.ts";
import type { Dialect } from "../record.ts";
import type { SourceFile } from "../source-file.ts";
import { startOfFile } from "../span.ts";
import { transcoder } from "../transcode.ts";
import { detectEncoding } from "./detect-encoding.ts";
import { endless, readSample } from "./understand.ts";

/**
 * Finds the columns of a JSON file of objects: the names of their members, in the order in which
 * they turn up in the first of them.
 *
 * @throws SourceError where it is no list of objects
 */
export async function understandJson(file: SourceFile, plain: Dialect): Promise<Dialect> {
  const { sample, whole } = await readSample(file);
  const encoding = detectEncoding(sample, { whole }).value;
  const { mark, decode } = transcoder(encoding, sample);
  const text = decode(sample.subarray(mark), whole);
  if (formatOf(file.name) === "json" && !/^\s*\[/.test(text.toString("utf8", 0, 1000))) {
    throw noList(file);
  }
  const { spans } = stagesOf(file).scan(text, startOfFile(), { dialect: plain, atEnd: whole });
  if (!whole && spans.length === 0) throw endless(file);
  const columns = new Set<string>();
  for (const { start, end } of spans) {
    const members = readMembers(text.toString("utf8", start, end)) ?? [];
    for (const [name] of members) columns.add(name);
  }
  if (spans.length > 0 && columns.size === 0) throw noList(file);
  return { ...plain, encoding, header: "none", strays: "records", columns: [...columns] };
}

function noList(file: SourceFile): SourceError {
  return new SourceError(`${file.name} is JSON, but no list of objects.`, {
    cure: 'Write the records as [{"column": "cell"}, ...], or one object a line in a .ndjson file.',
  });
}
