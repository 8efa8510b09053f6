import type { FC } from "hono/jsx";
import type { RejectedColumn } from "../../chain/rejects/reject.ts";
import { refText } from "../../chain/trace/record-ref.ts";
import { namesRival } from "../../corrections/reject-columns.ts";
import { grouped } from "../../plain/columns.ts";
import { oneLine } from "../../plain/visible.ts";
import { Form } from "../layout.tsx";
import { shown, Value } from "../mask.tsx";
import { type Looking, recordMark } from "./at-hand.ts";
import { queryOf } from "./filter.ts";
import { isEditable, looksOf, Sentences, StateBadge } from "./grid.tsx";
import type { ShownReject } from "./verdicts.ts";

interface OfRecord {
  readonly looking: Looking;
  readonly record: ShownReject;
}

/** A record with all that can be done about it; works without a script. */
export const RecordForm: FC<OfRecord & { kept: boolean }> = ({ looking, record, kept }) => (
  <>
    <Way looking={looking} record={record} />
    {kept && (
      <p class="notice" role="status">
        Kept.
      </p>
    )}
    <dl class="facts">
      <dt>From</dt>
      <dd>
        {oneLine(record.file)}, line {record.line}
      </dd>
      <dt>Rejected by</dt>
      <dd>
        <a href={`/runs/${record.run}`}>{record.run}</a>
      </dd>
      <dt>State</dt>
      <dd>
        {record.state === "open" ? (
          "to correct"
        ) : (
          <StateBadge record={record} session={looking.session} />
        )}
      </dd>
      <dt>What is wrong</dt>
      <dd class="why">
        <Sentences record={record} />
      </dd>
    </dl>
    {record.was === undefined ? (
      <p class="notice warning">
        The cells of this record are not at hand: its report was moved or changed.
      </p>
    ) : (
      <Cells looking={looking} record={record} />
    )}
    {record.was !== undefined && <Decisions looking={looking} record={record} />}
  </>
);

const Way: FC<OfRecord> = ({ looking: { index, filter }, record }) => {
  const query = queryOf(filter);
  const [before] = index.page(filter, { before: record.number, size: 1 });
  const [after] = index.page(filter, { after: record.number, size: 1 });
  const isClash = record.issues.some(({ code }) => namesRival(code));
  return (
    <p class="pager">
      <a href={`/records${query}`}>Back to the list</a>
      {before && <a href={`/records/${before.number}${query}`}>Previous record</a>}
      {after && <a href={`/records/${after.number}${query}`}>Next record</a>}
      {isClash && (
        <a href={`/records/${record.number}/clash${query}`}>Others of this number, side by side</a>
      )}
      <a href={`/record/${record.entity}/${refText({ exception: record.number })}`}>
        Its whole story
      </a>
    </p>
  );
};

const Cells: FC<OfRecord> = ({ looking, record }) => {
  const { session, filter, index } = looking;
  const columns = index.columns(record.entity);
  const beyond = record.cells.slice(columns.length).map((_, nth) => {
    return { at: columns.length + nth, name: `cell beyond the columns, ${nth + 1}` };
  });
  const isMasked = !session.revealed;
  return (
    <Form action={`/records/${record.number}/cells${queryOf(filter)}`} session={session}>
      <input type="hidden" name="seen" value={recordMark(record)} />
      {isMasked && (
        <p class="soft">
          Values are masked. A field that is left empty changes nothing; to see what stands there,
          or to empty it, choose "Show values" above.
        </p>
      )}
      <table class="cells">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">In the export</th>
            <th scope="col">Correct</th>
            <th scope="col">The same elsewhere</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <CellRow looking={looking} record={record} {...column} column={column} />
          ))}
          {beyond.map((one) => (
            <CellRow looking={looking} record={record} {...one} column={undefined} />
          ))}
        </tbody>
      </table>
      <div class="actions">
        {columns.some(({ role }) => role === "legacy id") && (
          <label>
            <input type="checkbox" name="newNumber" value="yes" /> new number: the record's number
            is changed too
          </label>
        )}
        <label>
          Why <input name="why" size={30} maxlength={300} />
        </label>
        <button type="submit">Keep</button>
      </div>
    </Form>
  );
};

interface CellRowProps extends OfRecord {
  readonly at: number;
  readonly name: string;
  /** Undefined of a cell beyond the columns. */
  readonly column: RejectedColumn | undefined;
}

const CellRow: FC<CellRowProps> = ({ looking, record, at, name, column }) => {
  const { session } = looking;
  const looks = looksOf(record, at);
  return (
    <tr class={looks} id={`cell-${at}`}>
      <th scope="row">
        {looks === "wrong" && (
          <span class="mark">
            <span aria-hidden="true">!</span>
            <span class="unseen">wrong: </span>
          </span>
        )}
        {oneLine(name) || "(no name)"}
      </th>
      <td>
        <Value value={record.was?.[at] ?? ""} session={session} />
      </td>
      <td>
        <Field record={record} at={at} name={name} looking={looking} words={column?.words ?? []} />
      </td>
      <td>{column && <Alike looking={looking} record={record} column={column} />}</td>
    </tr>
  );
};

interface FieldProps extends OfRecord {
  readonly at: number;
  readonly name: string;
  readonly words: readonly string[];
}

const Field: FC<FieldProps> = ({ looking: { session }, record, at, name, words }) => {
  const value = record.cells[at] ?? "";
  const isHidden = !session.revealed || !isEditable(value);
  const looks = looksOf(record, at);
  const said = {
    name: `cell-${at}`,
    "aria-label": `${oneLine(name) || "(no name)"}, corrected`,
    ...(looks === "wrong" ? { "aria-invalid": "true" as const } : {}),
  };
  const hint = isHidden && value !== "" ? shown(value, session) : "";
  return (
    <>
      {isHidden && <input type="hidden" name="hidden" value={at} />}
      {!isHidden && value.includes("\n") ? (
        <textarea {...said} rows={3}>
          {value}
        </textarea>
      ) : (
        <input
          {...said}
          value={isHidden ? "" : value}
          placeholder={hint}
          {...(words.length > 0 ? { list: `words-${at}` } : {})}
        />
      )}
      {words.length > 0 && (
        <datalist id={`words-${at}`}>
          {words.map((word) => (
            <option value={word}></option>
          ))}
        </datalist>
      )}
    </>
  );
};

/** How many other records hold the same, and the way to change them all. */
const Alike: FC<OfRecord & { column: RejectedColumn }> = ({ looking, record, column }) => {
  const value = record.cells[column.at] ?? "";
  if (column.role === "legacy id") return null;
  const others = looking.index.countOf(column, value) - 1;
  if (others < 1) return null;
  return (
    <a href={`/records/${record.number}/same/${column.at}${queryOf(looking.filter)}`}>
      {grouped(others)} more
    </a>
  );
};

const Decisions: FC<OfRecord> = ({ looking, record }) => {
  const { session, filter } = looking;
  const action = `/records/${record.number}/decide${queryOf(filter)}`;
  const isDecided = record.state === "withdrawn" || isAsWritten(record);
  return (
    <section class="decisions">
      <h2>Or decide about the whole record</h2>
      {isDecided ? (
        <Form action={action} session={session} class="actions">
          <input type="hidden" name="seen" value={recordMark(record)} />
          <button type="submit" name="decision" value="after" class="quiet">
            Take that back: it is to be imported after all
          </button>
        </Form>
      ) : (
        <>
          <Form action={action} session={session} class="actions">
            <input type="hidden" name="seen" value={recordMark(record)} />
            <label>
              Not to be imported, because <input name="why" size={36} maxlength={300} required />
            </label>
            <button type="submit" name="decision" value="withdraw">
              Do not import it
            </button>
          </Form>
          {record.issues.some(({ at }) => at.length === 0) && (
            <Form action={action} session={session} class="actions">
              <input type="hidden" name="seen" value={recordMark(record)} />
              <span>Its cells are meant as they stand, though the row looks damaged.</span>
              <button type="submit" name="decision" value="written" class="quiet">
                Meant as written
              </button>
            </Form>
          )}
        </>
      )}
    </section>
  );
};

/** A person said that it is meant so: nothing of it was changed, and it is not open any more. */
const isAsWritten = ({ state, was, cells }: ShownReject): boolean =>
  state === "corrected" && JSON.stringify(was) === JSON.stringify(cells);
