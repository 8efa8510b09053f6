import { statSync } from "node:fs";
import { trimText } from "../../shared/trim-text.ts";
import type { FittedFile } from "../mapping/fit.ts";
import { readFitted } from "../mapping/read-fitted.ts";
import { grouped } from "../plain/columns.ts";
import { ByteReader } from "../source/source-file.ts";
import type { Fault } from "../store/find-file.ts";
import { finderIn } from "../store/named-files.ts";
import { type Check, fine, problem } from "./check.ts";

/** Lines that are named of each table. */
const SHOWN = 5;

/** The files that an export names, as far as they are there. */
export interface FilesToCopy {
  readonly check: Check;
  /** Of the different files that were found. */
  readonly bytes: number;
}

/** Whether the files are there that records name; they are looked for, and not read. */
export async function checkNamed(
  files: readonly FittedFile[],
  folder: string,
): Promise<FilesToCopy> {
  const finder = finderIn(folder);
  const sizes = new Map<string, number>();
  const told: string[] = [];
  for (const fitted of files) {
    const faults = new Map<Fault, number[]>();
    for await (const { name, line } of namesIn(fitted)) {
      const located = finder.find(name);
      if (typeof located !== "string") sizes.set(located.path, sizeOf(located.path));
      else faults.set(located, [...(faults.get(located) ?? []), line]);
    }
    for (const [fault, lines] of faults) {
      const more = lines.length > SHOWN ? " ..." : "";
      const where = `line${lines.length === 1 ? "" : "s"} ${lines.slice(0, SHOWN).join(", ")}${more}`;
      told.push(`${grouped(lines.length)} ${SAYS[fault]} (${fitted.file.name} ${where})`);
    }
  }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const there = `${grouped(sizes.size)} files of ${folder} are named and there, ${grouped(bytes)} bytes`;
  const check =
    told.length === 0
      ? fine(NAME, there)
      : problem(
          NAME,
          `${there}; ${told.join("; ")}.`,
          "Put the files there or correct the cells; or import the rest with --continue-on-error.",
        );
  return { check, bytes };
}

const NAME = "Named files";
const SAYS: Readonly<Record<Fault, string>> = {
  "not-found": "not there",
  outside: "outside of the folder",
  ambiguous: "there twice, in other letter case",
  unreadable: "cannot be read",
};

interface Named {
  readonly name: string;
  readonly line: number;
}

async function* namesIn(fitted: FittedFile): AsyncGenerator<Named> {
  const { importer, mapping, header, file } = fitted;
  const fields = Object.entries(importer.fields).flatMap(([name, declared]) => {
    const written = mapping.fields[name];
    const isLeft = written?.options["bytes"] === "leave";
    if (declared.file === undefined || written === undefined || isLeft) return [];
    const at = written.columns.map((column) => header.indexOf(column));
    return [{ at, join: written.join, within: declared.file.within(written.options) }];
  });
  if (fields.length === 0) return;
  for await (const group of readFitted(fitted, new ByteReader(file)).groups) {
    for (const { cells, line } of group) {
      for (const { at, join, within } of fields) {
        const parts = at.map((place) => trimText(cells[place] ?? "")).filter((part) => part !== "");
        if (parts.length > 0) yield { name: within(parts.join(join)), line };
      }
    }
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
