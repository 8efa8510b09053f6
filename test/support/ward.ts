import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HMSYNC } from "../../importers/index.ts";
import { chainFolder } from "../../src/chain/chain.ts";
import { type Answering, answerQuestion } from "../../src/jobs/chain/answer.ts";
import { openQuestions } from "../../src/jobs/chain/questions.ts";
import { workspace, writeFiles } from "./workspace.ts";

/** A mapping, an export beside it, and what is open between them. */
export interface Ward {
  readonly mapping: string;
  readonly answer: (
    question: string,
    more?: Partial<Answering>,
  ) => ReturnType<typeof answerQuestion>;
  readonly open: () => ReturnType<typeof openQuestions>;
  readonly keys: () => Promise<readonly string[]>;
  readonly text: () => string;
  readonly folder: string;
  /** Where the export is. */
  readonly source: string;
  readonly database: string;
}

/** @param json of the mapping */
export function ward(json: string, files: Readonly<Record<string, string>> = {}): Ward {
  const cwd = workspace();
  const mapping = join(cwd, "mapping.json");
  writeFileSync(mapping, json);
  const asked = { source: writeFiles(join(cwd, "legacy"), files) };
  const of = { target: HMSYNC, mapping, ...(Object.keys(files).length > 0 && { asked }) };
  const database = join(cwd, "ward.db");
  return {
    mapping,
    answer: (question, more = {}) =>
      answerQuestion({ ...of, database, question, who: "Dr. Rao", ...more }),
    open: () => openQuestions(of),
    keys: async () => (await openQuestions(of)).questions.map(({ key }) => key),
    text: () => readFileSync(mapping, "utf8"),
    source: asked.source,
    database,
    folder: chainFolder(database, { legacySystem: "ward" }),
  };
}
