import { StringDecoder } from "node:string_decoder";
import type { SaxesTagPlain } from "saxes";
import { damaged } from "../expansion.ts";
import type { SourceFile } from "../source-file.ts";
import { entryChunks } from "../zip.ts";

/** What is heard of a part of a workbook. Names have no prefix. */
export interface XmlListener {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Parses one part of a workbook as it comes; yields after each chunk, so that rows can be taken. */
export async function* parseXml(
  file: SourceFile,
  part: string,
  listener: XmlListener,
): AsyncGenerator<void> {
  const { SaxesParser } = await import("saxes");
  const parser = new SaxesParser();
  const decoder = new StringDecoder("utf8");
  let failure: unknown;
  parser.on("error", (error) => {
    failure ??= error;
  });
  parser.on("opentag", ({ name, attributes }: SaxesTagPlain) =>
    listener.open?.(local(name), attributes),
  );
  parser.on("text", (text) => listener.text?.(text));
  parser.on("closetag", ({ name }) => listener.close?.(local(name)));
  for await (const chunk of entryChunks(file, part)) {
    parser.write(decoder.write(chunk));
    if (failure !== undefined) throw damaged(file.name, failure);
    yield;
  }
  parser.close();
  if (failure !== undefined) throw damaged(file.name, failure);
}

/** Parses a part whose end alone matters. */
export async function readXml(
  file: SourceFile,
  part: string,
  listener: XmlListener,
): Promise<void> {
  for await (const _ of parseXml(file, part, listener));
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);
