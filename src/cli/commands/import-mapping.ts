import { mappingSheet } from "../../jobs/mapping-sheet.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { replaceOwn } from "../../plain/whole-file.ts";
import { mappingHtml } from "../../report/mapping-html.ts";
import { mappingMarkdown } from "../../report/mapping-markdown.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { importArguments } from "../import-settings.ts";
import { readingFlags } from "../reading-flags.ts";
import { targetOf } from "../wiring.ts";

const FORMATS = { html: mappingHtml, md: mappingMarkdown } as const;
type Format = keyof typeof FORMATS;

/** Prints what a mapping does, as the sheet that the hospital approves. */
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
    asked: source === undefined ? undefined : importArguments(args),
    reveal,
  });
  const text = json ? `${JSON.stringify(sheet, null, 2)}\n` : FORMATS[format](sheet, target.title);
  if (out === undefined) terminal.document(text.trimEnd());
  else {
    await write(out, text);
    terminal.narrate(`The mapping document is in ${out}.`);
  }
  return EXIT.clean;
}

/** As asked for; else as the file's name says. */
function formatOf({ flags: { to, out } }: Arguments): Format {
  const named = to ?? (/\.html?$/i.test(out ?? "") ? "html" : "md");
  if (named === "html" || named === "md") return named;
  throw new UsageError(`--to does not know "${named}".`, { cure: "Write --to html or --to md." });
}

/** Every document of a mapping has it in its title. */
const write = (path: string, text: string): Promise<void> => replaceOwn(path, text, "Mapping of ");
