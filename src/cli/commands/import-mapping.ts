import type { ApprovalCounts, JudgedLine } from "../../chain/approvals.ts";
import { approveLines, judgeSheet, type Saying } from "../../jobs/chain/approve.ts";
import { mappingSheet } from "../../jobs/mapping-sheet.ts";
import type { MappingSheet } from "../../mapping/sheet/mapping-sheet.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { replaceOwn } from "../../plain/whole-file.ts";
import { mappingCsv } from "../../report/mapping-csv.ts";
import { mappingHtml } from "../../report/mapping-html.ts";
import { mappingMarkdown } from "../../report/mapping-markdown.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { importArguments } from "../import-settings.ts";
import { passwordMeans } from "../password-means.ts";
import { readingFlags } from "../reading-flags.ts";
import { targetOf } from "../wiring.ts";

const FORMATS = ["html", "md", "csv"] as const;
type Format = (typeof FORMATS)[number];

/** Prints what a mapping does, as the sheet that the hospital approves, or keeps what it said to lines of it. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { operand } = args;
  const { out, json, source, reveal } = args.flags;
  if (operand === undefined) {
    throw new UsageError("import:mapping needs a mapping.", {
      cure: "Name its file, or a built-in one:  hmsync import:mapping mapping.json",
    });
  }
  const format = formatOf(args);
  const target = targetOf(args);
  const sheet = await mappingSheet({
    target,
    mapping: operand,
    reading: readingFlags(args),
    asked:
      source === undefined
        ? undefined
        : { ...importArguments(args), passwords: passwordMeans({ args, terminal }) },
    reveal,
    legacySystem: args.flags["legacy-system"],
  });
  const of = { sheet, database: databasePath(args) };
  const sayings = sayingsOf(args);
  const kept = sayings.flatMap((saying) => approveLines(of, saying));
  const { lines, counts } = judgeSheet(of);
  if (sayings.length > 0) {
    if (json) terminal.document(JSON.stringify({ schemaVersion: 1, kept, counts }, null, 2));
    else terminal.document(countsText(kept.length, counts));
    return EXIT.clean;
  }
  const text = json
    ? `${JSON.stringify(Object.assign({}, sheet, { approvals: linesOf(lines) }), null, 2)}\n`
    : written(format, { sheet, lines, title: target.title });
  if (out === undefined) terminal.document(text.trimEnd());
  else {
    await write(out, text, format);
    terminal.narrate(`The mapping document is in ${out}.`);
  }
  return EXIT.clean;
}

interface Document {
  readonly sheet: MappingSheet;
  readonly lines: readonly JudgedLine[];
  readonly title: string;
}

function written(format: Format, { sheet, lines, title }: Document): string {
  if (format === "csv") return mappingCsv(lines);
  return format === "html"
    ? mappingHtml(sheet, title, lines)
    : mappingMarkdown(sheet, title, lines);
}

const linesOf = (lines: readonly JudgedLine[]) =>
  lines.map(({ key, sha256, state, last }) => ({ line: key, sha256, state, said: last }));

const VERDICTS = [
  ["approve", "approved"],
  ["refuse", "refused"],
  ["take-back", "taken back"],
] as const;

function sayingsOf({ lists, flags }: Arguments): Saying[] {
  return VERDICTS.flatMap(([flag, verdict]): Saying[] => {
    const lines = lists[flag] ?? [];
    if (lines.length === 0) return [];
    return [{ lines, verdict, who: flags.by ?? "", remark: flags.why }];
  });
}

function countsText(kept: number, { lines, approved, refused, open, ...counts }: ApprovalCounts) {
  const changed = counts.void === 0 ? "" : `, ${counts.void} changed since they were approved`;
  const what = kept === 1 ? "1 line" : `${kept} lines`;
  return `Kept for ${what}. Of ${lines} lines ${approved} are approved, ${refused} refused, ${open} open${changed}.`;
}

/** As asked for; else as the file's name says. */
function formatOf({ flags: { to, out } }: Arguments): Format {
  const [, ending = ""] = /\.(html|htm|csv)$/i.exec(out ?? "") ?? [];
  const named = to ?? ENDINGS[ending.toLowerCase()] ?? "md";
  const format = FORMATS.find((one) => one === named);
  if (format !== undefined) return format;
  throw new UsageError(`--to does not know "${named}".`, {
    cure: "Write --to html, --to md or --to csv.",
  });
}

const ENDINGS: Readonly<Record<string, Format>> = { html: "html", htm: "html", csv: "csv" };

/** Every document of a mapping has it in its title, or in its head. */
const write = (path: string, text: string, format: Format): Promise<void> =>
  replaceOwn(path, text, format === "csv" ? "line,key,legacy columns" : "Mapping of ");
