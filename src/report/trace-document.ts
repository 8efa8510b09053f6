import type { RecordTrace } from "../chain/trace/record-trace.ts";
import { masked } from "./mask.ts";

const VERSION = 1;

/** The story of a record as one JSON document; values are masked unless somebody asked for them. */
export function traceDocument(trace: RecordTrace, values: "masked" | "revealed"): string {
  const show = (value: unknown) => (values === "revealed" ? plain(value) : maskedOrNull(value));
  const shown = {
    ...trace,
    legacyId: show(trace.legacyId),
    alsoCalled: trace.alsoCalled.map(show),
    waitsFor: trace.waitsFor && {
      entity: trace.waitsFor.entity,
      legacyId: show(trace.waitsFor.legacyId),
    },
    kept: shownValues(trace.kept, show),
    numbers: trace.numbers.map((one) => ({ column: one.column, value: show(one.value) })),
    meetings: trace.meetings.map(({ former, reason, calledThen, ...rest }) => ({
      ...rest,
      calledThen: calledThen && show(calledThen),
      reason: reason && show(reason),
      former: former && shownValues(former, show),
    })),
    versions: trace.versions.map(({ cells, mapped, ...rest }) => ({
      ...rest,
      cells: cells && {
        from: cells.from,
        columns: cells.columns.map(({ value, was, ...cell }) => ({
          ...cell,
          value: show(value),
          was: was === undefined ? undefined : show(was),
        })),
      },
      mapped: mapped && shownValues(Object.fromEntries(mapped), show),
    })),
    corrections: trace.corrections.map(({ was, now, why, ...rest }) => ({
      ...rest,
      was: show(was),
      now: show(now),
      why: why && show(why),
    })),
    row: trace.row && {
      ...trace.row,
      targetId: show(trace.row.targetId),
      joined: trace.row.joined && {
        said: trace.row.joined.said,
        others: trace.row.joined.others.map(({ space, legacyId }) => ({
          space,
          legacyId: show(legacyId),
        })),
      },
      columns: trace.row.columns.map(({ imported, now, ...rest }) => ({
        ...rest,
        imported: imported === undefined ? undefined : show(imported),
        now: show(now),
      })),
    },
  };
  return JSON.stringify({ schemaVersion: VERSION, revealed: values === "revealed", ...shown });
}

const shownValues = (
  values: Readonly<Record<string, unknown>>,
  show: (value: unknown) => unknown,
) => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, show(value)]));

const maskedOrNull = (value: unknown) => (value === null ? null : masked(value));

/** Bytes in hexadecimal digits. */
const plain = (value: unknown) => (Buffer.isBuffer(value) ? value.toString("hex") : value);
