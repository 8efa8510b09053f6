import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { todayIn } from "../../../importers/convert/time-zone.ts";
import { lockPath, parseLock } from "../../assess/lock/decision-lock.ts";
import { columnsAside } from "../../mapping/aside/aside.ts";
import { countCells } from "../../mapping/aside/count-aside.ts";
import type { Fit } from "../../mapping/fit-mapping.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { mask, readExamples } from "../../mapping/sheet/column-examples.ts";
import {
  type EntityFacts,
  entitySheet,
  type LockedField,
  type MappingSheet,
} from "../../mapping/sheet/mapping-sheet.ts";
import { namedMapping } from "../../mapping/target-mappings.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { readHandWritten } from "../../plain/hand-written.ts";
import { replaceOwn } from "../../plain/whole-file.ts";
import { mappingHtml } from "../../report/mapping-html.ts";
import { mappingMarkdown } from "../../report/mapping-markdown.ts";
import type { Arguments } from "../arguments.ts";
import type { Invocation } from "../command.ts";
import { findInput } from "../find-input.ts";
import { withHeld } from "../held-files.ts";
import { importArguments } from "../import-settings.ts";
import { leftAloneText } from "../narrate-input.ts";
import { readingFlags } from "../reading-flags.ts";
import { targetOf } from "../wiring.ts";

const FORMATS = { html: mappingHtml, md: mappingMarkdown } as const;
type Format = keyof typeof FORMATS;

/** Prints what a mapping does, as the sheet that the hospital approves. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { operand } = args;
  const { out, json } = args.flags;
  if (operand === undefined) {
    throw new UsageError("import:mapping needs a mapping.", {
      cure: "Name its file, or a built-in one:  hmsync import:mapping mapping.json",
    });
  }
  const format = formatOf(args);
  const mapping = namedMapping(operand, {
    target: targetOf(args),
    reading: readingFlags(args),
  });
  const sheet = await makeSheet(mapping, args);
  const text = json ? `${JSON.stringify(sheet, null, 2)}\n` : FORMATS[format](sheet);
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
const write = (path: string, text: string): Promise<void> => replaceOwn(path, text, "HMSync");

async function makeSheet(mapping: Mapping, args: Arguments): Promise<MappingSheet> {
  const { source, reveal } = args.flags;
  const fit = source === undefined ? undefined : await fitOf(args);
  const { name, legacySystem, currency, timeZone, country = null } = mapping;
  const { name: _, ...said } = mapping;
  const locked = lockedFields(name);
  const show = reveal ? (cell: string) => cell : mask;
  const sheets = [];
  for (const importer of targetOf(args).importers) {
    const facts = await factsOf(fit, importer.entity, show);
    const own = locked.filter(({ entity }) => entity === importer.entity);
    sheets.push(entitySheet(importer, mapping, { ...facts, locked: own }));
  }
  return {
    schemaVersion: 1,
    mapping: name,
    legacySystem,
    currency,
    timeZone,
    country,
    sha256: createHash("sha256").update(JSON.stringify(said)).digest("hex"),
    day: todayIn(timeZone, new Date()),
    source: source ?? null,
    revealed: fit !== undefined && reveal === true,
    entities: sheets.flatMap((sheet) => sheet ?? []),
    ignored: await leftAlone(fit),
  };
}

const fitOf = (args: Arguments): Promise<Fit> => {
  const flags = { ...args.flags, mapping: args.operand ?? "" };
  return findInput(importArguments({ ...args, flags }));
};

async function leftAlone(fit: Fit | undefined): Promise<MappingSheet["ignored"]> {
  if (fit === undefined) return [];
  const { ignored } = await withHeld(fit);
  return ignored.map((one) => ({ name: one.name, reason: leftAloneText(one) }));
}

/** Of several files of an entity the first is looked at for examples; the cells of all are counted. */
async function factsOf(
  fit: Fit | undefined,
  entity: string,
  show: (cell: string) => string,
): Promise<Omit<EntityFacts, "locked">> {
  const files = fit?.files.filter(({ importer }) => importer.entity === entity) ?? [];
  const [first] = files;
  if (first === undefined) return { files: [], header: undefined, example: () => null };
  const example = await readExamples(first, show);
  const header = [...new Set(files.flatMap((one) => one.header))];
  const cells = new Map<string, number>();
  for (const fitted of files) {
    const aside = columnsAside(fitted, fit?.mapping ?? {}, {});
    const counts = await countCells(fitted, aside);
    for (const [nth, { name }] of aside.entries()) {
      cells.set(name, (cells.get(name) ?? 0) + (counts[nth] ?? 0));
    }
  }
  return { files: files.map(({ file }) => file.name), header, example, cells };
}

/** What was decided, kept beside the mapping. */
function lockedFields(mapping: string): readonly LockedField[] {
  const path = lockPath(mapping);
  if (!existsSync(mapping) || !existsSync(path)) return [];
  return parseLock(path, readHandWritten(path)).decisions;
}
