import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Reject, RejectedColumn } from "../../chain/rejects/reject.ts";
import { grouped } from "../../plain/columns.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { oneLine } from "../../plain/visible.ts";
import type { ReviewEnv } from "../guard.ts";
import { Form, Page } from "../layout.tsx";
import { Value } from "../mask.tsx";
import { keepReplacement, type Look, type Looking, namedRecord } from "../records/at-hand.ts";
import { queryOf } from "../records/filter.ts";
import { seenMark } from "../records/seen.ts";

const SAME = "/:number{[0-9]+}/same/:at{[0-9]+}";
/** Records that are named before anything is done. */
const NAMED = 10;

/** This value becomes that value, in all records that have it: first how many these are, and then done. */
export function replacePages(app: Hono<ReviewEnv>, look: Look): void {
  const title = "This value in all records";
  app.get(SAME, async (c) => {
    const looking = await look(c);
    const { record, column } = asked(looking, c.req.param("number"), c.req.param("at"));
    return c.html(
      <Page title={title} at="/records" {...looking}>
        <Ask looking={looking} record={record} column={column} now={undefined} />
      </Page>,
    );
  });
  app.post(SAME, async (c) => {
    const looking = await look(c);
    const { record, column } = asked(looking, c.req.param("number"), c.req.param("at"));
    const form = c.get("form");
    const now = form.get("now") ?? "";
    if (form.get("do") !== "yes") {
      return c.html(
        <Page title={title} at="/records" {...looking}>
          <Ask looking={looking} record={record} column={column} now={now} />
        </Page>,
      );
    }
    const from = heldIn(record, column, form.get("of"));
    const numbers = looking.index.sameValue({ entity: record.entity }, column, from);
    if (form.get("counted") !== countedMark({ column, from, numbers, to: now })) {
      throw new DecisionNeeded("Other records have this value than when they were counted.", {
        cure: "Go back, and look at the count again. Nothing was changed.",
      });
    }
    const wanted = { kind: "replace", records: numbers, at: column.at, from, to: now } as const;
    await keepReplacement(looking, wanted, form.get("why"));
    return c.redirect(`/records${queryOf(looking.filter)}`, 303);
  });
}

interface Counted {
  readonly column: RejectedColumn;
  readonly from: string;
  readonly to: string;
  readonly numbers: readonly number[];
}

/** What was shown before it is done: which value becomes which, and where. As many may have another one meanwhile. */
const countedMark = ({ column, from, to, numbers }: Counted): string =>
  seenMark([column.number, from, to, numbers]);

function asked(looking: Looking, number: string | undefined, at: string | undefined) {
  const record = namedRecord(looking, number);
  const column = looking.index.columns(record.entity)[Number(at)];
  if (column !== undefined) return { record, column };
  throw new UsageError("The record has no such column.", { cure: "Go back to the record." });
}

/** What the cell holds, or held in the export where it alone was corrected. */
const heldIn = ({ was, cells }: Reject, { at }: RejectedColumn, of: string | undefined): string =>
  (of === "export" ? was?.[at] : cells[at]) ?? "";

interface AskProps {
  readonly looking: Looking;
  readonly record: Reject;
  readonly column: RejectedColumn;
  /** What it is to become; undefined until it was said. */
  readonly now: string | undefined;
}

const Ask: FC<AskProps> = ({ looking, record, column, now }) => {
  const { session, filter } = looking;
  const isCorrected = (record.was?.[column.at] ?? "") !== (record.cells[column.at] ?? "");
  const of = isCorrected ? "export" : "now";
  const from = heldIn(record, column, of);
  const numbers = looking.index.sameValue({ entity: record.entity }, column, from);
  const query = queryOf(filter);
  const action = `/records/${record.number}/same/${column.at}${query}`;
  const typed = now ?? (isCorrected ? (record.cells[column.at] ?? "") : "");
  const isMasked = !session.revealed && now === undefined;
  return (
    <>
      <p>
        <a href={`/records/${record.number}${query}`}>Back to the record</a>
      </p>
      <p>
        Column <b>{oneLine(column.name)}</b> of {record.entity} holds{" "}
        <Value value={from} session={session} /> in <b>{grouped(numbers.length)}</b>{" "}
        {numbers.length === 1 ? "record" : "records"} to correct.
      </p>
      <Form action={action} session={session} class="actions">
        <label>
          Becomes{" "}
          <input
            name="now"
            value={isMasked ? "" : typed}
            {...(column.words.length > 0 ? { list: "words" } : {})}
          />
        </label>
        <button type="submit" class={now === undefined ? "" : "quiet"}>
          {now === undefined ? "Show what that changes" : "Count again"}
        </button>
      </Form>
      <datalist id="words">
        {column.words.map((word) => (
          <option value={word}></option>
        ))}
      </datalist>
      {now !== undefined && (
        <Preview
          looking={looking}
          column={column}
          numbers={numbers}
          action={action}
          from={from}
          now={now}
          of={of}
        />
      )}
    </>
  );
};

interface PreviewProps {
  readonly looking: Looking;
  readonly column: RejectedColumn;
  readonly numbers: readonly number[];
  readonly action: string;
  readonly from: string;
  readonly now: string;
  readonly of: "export" | "now";
}

/** What would change, before anything does. */
const Preview: FC<PreviewProps> = ({ looking, column, numbers, action, from, now, of }) => {
  const { index, session } = looking;
  const records = numbers.slice(0, NAMED).flatMap((number) => index.record(number) ?? []);
  const many = numbers.length === 1 ? "1 record" : `${grouped(numbers.length)} records`;
  return (
    <>
      <h2>What changes: {many}</h2>
      <p>
        <Value value={from} session={session} /> <span aria-hidden="true">→</span>
        <span class="unseen">becomes</span> <Value value={now} session={session} />
      </p>
      <ul>
        {records.map(({ file, line }) => (
          <li>
            {oneLine(file)} line {line}
          </li>
        ))}
        {numbers.length > NAMED && <li>and {grouped(numbers.length - NAMED)} more</li>}
      </ul>
      <Form action={action} session={session} class="actions">
        <input type="hidden" name="now" value={now} />
        <input type="hidden" name="of" value={of} />
        <input
          type="hidden"
          name="counted"
          value={countedMark({ column, from, numbers, to: now })}
        />
        <label>
          Why <input name="why" size={30} maxlength={300} />
        </label>
        <button type="submit" name="do" value="yes">
          Change {many}
        </button>
      </Form>
    </>
  );
};
