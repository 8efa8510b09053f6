import type { RunSummary } from "../ledger/run-summary.ts";
import { counted, grouped } from "../plain/columns.ts";

/** What came of the files that records name. */
export function fileNotes({ namedFiles, settings, committed }: RunSummary): string[] {
  if (namedFiles === undefined) return [];
  const { folder, store, named, contents, added, present, bytes, unnamed } = namedFiles;
  const written = `${files(added)} copied to ${store} (${grouped(bytes)} bytes), ${grouped(present)} already there`;
  const planned = `${files(contents)} ${contents === 1 ? "belongs" : "belong"} in ${store}; nothing was copied`;
  return [
    `Files: records name ${files(named)} of ${folder}; ${committed && !settings.dryRun ? written : planned}.`,
    ...(unnamed === null || unnamed === 0
      ? []
      : [
          `${files(unnamed)} in ${folder} ${unnamed === 1 ? "is" : "are"} named by no record and ${unnamed === 1 ? "was" : "were"} not taken; files-not-named.csv lists them.`,
        ]),
    ...(unnamed === null
      ? [
          "Files that no record names were not looked for: the run did not read all records that could name them.",
        ]
      : []),
  ];
}

const files = (count: number): string => counted(count, "file");
