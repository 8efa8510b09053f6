import type { LogLine } from "../import/run/run-progress.ts";
import { grouped } from "../plain/columns.ts";

/** How a level is shown. */
export type PaintLevel = (level: string) => string;

const LEVEL_WIDTH = 5;
const EVENT_WIDTH = 23;
/** What is printed by name, in this order. */
const NAMED = ["status", "kind", "mode", "measure", "failure", "sqlite"] as const;
const COUNTED = [
  ...["files", "entities", "records", "rejected", "done", "bytes", "logged"],
  ...["differences", "attempt"],
] as const;

/** One line of a run's log for people: time, level, event, code, entity, place, counts, duration. */
export function logText(line: LogLine, paint: PaintLevel): string {
  const time = line.time.slice(0, 23).replace("T", " ");
  const level = paint(line.level.padEnd(LEVEL_WIDTH));
  const parts = [
    ...(line["code"] === undefined ? [] : [String(line["code"])]),
    ...(line["entity"] === undefined || line["file"] !== undefined ? [] : [String(line["entity"])]),
    ...placeOf(line),
    ...NAMED.flatMap((name) => (line[name] === undefined ? [] : [String(line[name])])),
    ...COUNTED.flatMap((name) => {
      const count = line[name];
      return typeof count === "number" ? [`${grouped(count)} ${name}`] : [];
    }),
    ...(line["exitCode"] === undefined ? [] : [`exit ${line["exitCode"]}`]),
    ...(typeof line["ms"] === "number" ? [milliseconds(line["ms"])] : []),
  ];
  const words = [time, level, line.event.padEnd(EVENT_WIDTH), parts.join("  ")];
  return words.join("  ").trimEnd();
}

function placeOf({ file, record, line, offset, entity }: LogLine): string[] {
  if (file === undefined) return [];
  const places = [
    ...(record === undefined ? [] : [`record ${record}`]),
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(offset === undefined ? [] : [`byte ${offset}`]),
  ];
  return [`${entity}`, [String(file), places.join(", ")].filter(Boolean).join(" ")];
}

const milliseconds = (ms: number): string =>
  ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
