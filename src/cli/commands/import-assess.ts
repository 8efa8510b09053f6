import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { assessExport } from "../../assess/assess-export.ts";
import type { AssessmentDocument } from "../../assess/show/document.ts";
import { showAssessment } from "../../assess/show/show-assessment.ts";
import { EXIT, type ExitCode, Interrupted } from "../../errors.ts";
import { makeFolder, OwnerOnlyFile } from "../../import/owner-only.ts";
import { assessPage } from "../../report/assess-page.ts";
import { assessText } from "../../report/assess-text.ts";
import { openExport } from "../../source/open-export.ts";
import { type AssessArguments, assessArguments } from "../assess-arguments.ts";
import type { Invocation } from "../commands.ts";
import { observeColumn } from "../decide-by-evidence.ts";
import { interruptSignal } from "../interrupt.ts";
import { REPORTS } from "../report-folder.ts";
import type { Terminal } from "../terminal.ts";
import { namedMapping, shippedMappings } from "../wiring.ts";

/** Says what is in an unknown export, what is wrong with it and how it maps; writes a report. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const asked = assessArguments(args);
  const folder = reportFolder(asked);
  const found = openExport(asked.source);
  const { signal, release } = interruptSignal(terminal);
  try {
    const assessment = await assessExport(found, {
      mappings: asked.mapping === undefined ? shippedMappings() : [namedMapping(asked.mapping)],
      asOf: asked.asOf,
      observe: observeColumn(asked.asOf),
      propose: () => [],
      told: (step) => terminal.redraw(step),
      stop: () => {
        if (signal.aborted) throw interrupted();
      },
    });
    const document = showAssessment(assessment, {
      source: basename(asked.source),
      asOf: asked.asOf,
      values: asked.reveal ? "revealed" : "masked",
    });
    await writeReport(folder, document);
    say(document, { folder, json: args.flags.json === true, terminal });
    return document.unread.length > 0 ? EXIT.failure : EXIT.clean;
  } finally {
    terminal.redraw("");
    release();
  }
}

const interrupted = (): Interrupted =>
  new Interrupted("The assessment was stopped; nothing was written.", {
    cure: "Run it again: it changes nothing.",
  });

/** The folder that `--report` names, else a new one of the day. */
function reportFolder({ report, asOf }: AssessArguments): string {
  if (report !== undefined) return report;
  let number = 1;
  while (existsSync(join(REPORTS, `assess-${asOf}-${number}`))) number++;
  return join(REPORTS, `assess-${asOf}-${number}`);
}

async function writeReport(folder: string, document: AssessmentDocument): Promise<void> {
  makeFolder(folder);
  const files = {
    "assessment.json": `${JSON.stringify(document, null, 2)}\n`,
    "assessment.html": assessPage(document),
  };
  for (const [name, content] of Object.entries(files)) {
    const file = new OwnerOnlyFile(join(folder, name));
    await file.write(content);
    await file.close();
  }
}

interface Saying {
  readonly folder: string;
  readonly json: boolean;
  readonly terminal: Terminal;
}

function say(document: AssessmentDocument, { folder, json, terminal }: Saying): void {
  if (json) {
    terminal.result(JSON.stringify(document));
    return;
  }
  terminal.result(assessText(document, terminal.paint));
  const page = join(folder, "assessment.html");
  const values = document.revealed
    ? "It shows patients' values: do not mail it."
    : "What identifies a person is hidden in it.";
  terminal.result(`\nReport  ${page}   (${values})`);
}
