import type { FC } from "hono/jsx";
import type { RejectedColumn, RejectFilter } from "../../chain/rejects/reject.ts";
import { oneLine, withDots } from "../../plain/visible.ts";
import { shown, Value } from "../mask.tsx";
import type { Session } from "../session.ts";
import { recordMark } from "./at-hand.ts";
import { queryOf, STATE_NAMES } from "./filter.ts";
import type { ShownReject } from "./verdicts.ts";

interface GridProps {
  readonly records: readonly ShownReject[];
  readonly columns: readonly RejectedColumn[];
  readonly filter: RejectFilter;
  readonly session: Session;
  /** Of the first record among all of the list, and how many there are. */
  readonly first: number;
  readonly total: number;
}

/** Rows before the records: the columns' names. */
const HEADER = 1;

/**
 * Rejected records as a table: what is wrong in words, then their cells, the wrong ones marked. A script makes a grid of
 * it that is worked with by keys; without one, each record is corrected on its own page.
 */
export const Grid: FC<GridProps> = ({ records, columns, filter, session, first, total }) => (
  <section class="scroll gridbox">
    <table
      class="grid"
      id="grid"
      aria-label="Records to correct"
      aria-rowcount={total + HEADER}
      aria-colcount={columns.length + 2}
      data-query={queryOf(filter)}
    >
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" aria-colindex={1}>
            Record
          </th>
          <th scope="col" aria-colindex={2}>
            What is wrong
          </th>
          {columns.map(({ name, role }, nth) => (
            <th scope="col" aria-colindex={nth + 3}>
              {oneLine(name) || "(no name)"}
              {role === "legacy id" && <span class="soft"> (number)</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {records.map((record, nth) => (
          <Row
            record={record}
            columns={columns}
            filter={filter}
            session={session}
            index={first + nth + HEADER + 1}
          />
        ))}
      </tbody>
    </table>
  </section>
);

interface RowProps {
  readonly record: ShownReject;
  readonly columns: readonly RejectedColumn[];
  readonly filter: RejectFilter;
  readonly session: Session;
  readonly index: number;
}

const Row: FC<RowProps> = ({ record, columns, filter, session, index }) => (
  <tr
    aria-rowindex={index}
    data-record={record.number}
    data-seen={recordMark(record)}
    class={`is-${record.state}`}
  >
    <th scope="row" aria-colindex={1} class="place">
      <a href={`/records/${record.number}${queryOf(filter)}`}>line {record.line}</a>{" "}
      <StateBadge record={record} session={session} />
    </th>
    <td aria-colindex={2} class="why" id={`why-${record.number}`}>
      <Sentences record={record} />
    </td>
    {columns.map((column, nth) => (
      <Cell record={record} column={column} session={session} index={nth + 3} />
    ))}
  </tr>
);

/** What a record's state is called; nothing of one that nobody has touched. */
export function stateName({ state, verdict }: Pick<ShownReject, "state" | "verdict">): string {
  if (state === "open") return "";
  return verdict === "rejected" ? "corrected, and still wrong" : STATE_NAMES[state];
}

/** Beside the line, what a person made of the record. */
export const StateBadge: FC<{ record: ShownReject; session: Session }> = ({ record, session }) => {
  const { state, why, verdict } = record;
  if (state === "open") return null;
  const looks = { waiting: "note", corrected: "good", withdrawn: "warning" }[state];
  return (
    <span class={`badge ${verdict === "rejected" ? "error" : looks}`} data-state>
      {stateName(record)}
      {why !== undefined && why !== "" && (
        <>
          : <Value value={why} session={session} />
        </>
      )}
    </span>
  );
};

/** What is wrong with a record, in words; errors first. */
export const Sentences: FC<{ record: ShownReject }> = ({ record: { issues, state, verdict } }) => (
  <ul>
    {state === "corrected" && verdict === undefined && (
      <li class="soft">Found before it was corrected:</li>
    )}
    {issues.length === 0 && <li class="good">Nothing is wrong with it any more.</li>}
    {issues.map(({ words, severity }) => (
      <li class={severity}>
        {severity === "warning" && <span class="soft">Not in the way: </span>}
        {withDots(words)}
      </li>
    ))}
  </ul>
);

interface CellProps {
  readonly record: ShownReject;
  readonly column: RejectedColumn;
  readonly session: Session;
  readonly index: number;
}

const Cell: FC<CellProps> = ({ record, column, session, index }) => {
  const { at, role, name } = column;
  const value = record.cells[at] ?? "";
  const looks = looksOf(record, at);
  return (
    <td
      aria-colindex={index}
      class={`cell ${looks}`}
      data-at={at}
      data-name={oneLine(name)}
      {...(looks === "wrong" ? { "aria-describedby": `why-${record.number}` } : {})}
      {...(role === "legacy id" || record.was === undefined ? { "data-locked": "" } : {})}
      {...rawOf(value, session)}
    >
      {looks !== "" && (
        <span class="mark">
          <span aria-hidden="true">{looks === "wrong" ? "!" : "✓"}</span>
          <span class="unseen">{looks === "wrong" ? "wrong: " : "corrected: "}</span>
        </span>
      )}
      <Value value={value} session={session} />
    </td>
  );
};

/** A cell is wrong, corrected, or neither. What was found wrong with it before it was corrected is past. */
export function looksOf(record: ShownReject, at: number): "wrong" | "fixed" | "" {
  const { was, cells, issues, verdict } = record;
  const isChanged = (was?.[at] ?? "") !== (cells[at] ?? "");
  const isWrong = issues.some((one) => one.severity === "error" && one.at.includes(at));
  if (isWrong && (!isChanged || verdict !== undefined)) return "wrong";
  return isChanged ? "fixed" : "";
}

/** Whether a field of a form gives a value back as it is: it changes how lines end, and drops what cannot be seen. */
export const isEditable = (value: string): boolean =>
  !/[^\P{Cc}\n\t]|\r|\ufffd/u.test(value) && !value.startsWith("\n");

/** What a cell is edited from, where it is not what is shown. */
function rawOf(value: string, session: Session): Readonly<Record<string, string>> {
  if (!session.revealed) return { "data-hidden": "masked" };
  if (!isEditable(value)) return { "data-hidden": "unseen" };
  return shown(value, session) === value ? {} : { "data-raw": value };
}
