import type { FC } from "hono/jsx";
import type { CheckedRecord } from "../../chain/sample-book.ts";
import {
  nextOpen,
  type ShownCell,
  type ShownPair,
  type ShownRecord,
} from "../../chain/shown-record.ts";
import type { DbValue } from "../../db/database.ts";
import { grouped, minuteOf } from "../../plain/columns.ts";
import { withDots } from "../../plain/visible.ts";
import { Form } from "../layout.tsx";
import { Value } from "../mask.tsx";
import type { Session } from "../session.ts";

interface RecordProps {
  readonly shown: ShownRecord;
  readonly session: Session;
  readonly records: readonly CheckedRecord[];
}

/** A record of the sample: its old cells beside the new row, and what is said of it. */
export const RecordPage: FC<RecordProps> = ({ shown, session, records }) => {
  const { n, entity, legacyId, file, record, line, run } = shown;
  const open = nextOpen(records, n);
  return (
    <>
      <p>
        <b>{entity}</b> <Value value={legacyId} session={session} />{" "}
        <span class="soft">
          {withDots(file)} record {record}, line {line}; run {run}
        </span>
      </p>
      <Said shown={shown} session={session} />
      <Pairs shown={shown} session={session} />
      {session.revealed ? (
        <Verdict shown={shown} session={session} />
      ) : (
        <Reveal n={n} session={session} />
      )}
      <p class="actions">
        {n > 1 && (
          <a id="previous" href={`/sample/${n - 1}`}>
            Previous <kbd>←</kbd>
          </a>
        )}
        {n < records.length && (
          <a id="following" href={`/sample/${n + 1}`}>
            Following <kbd>→</kbd>
          </a>
        )}
        {open !== undefined && open.n !== n && (
          <a id="skip" href={`/sample/${open.n}`}>
            Next open one <kbd>S</kbd>
          </a>
        )}
        <a href="/sample">Overview</a>
      </p>
    </>
  );
};

const Said: FC<{ shown: ShownRecord; session: Session }> = ({
  shown: { state, last },
  session,
}) => {
  if (state === "gone") {
    return <p class="notice error">Its row is no longer in the application.</p>;
  }
  if (last === null) return null;
  const said = (
    <>
      {last.verdict}, by {withDots(last.who)} on {minuteOf(last.at)} UTC.{" "}
      {last.remark !== "" && <Value value={last.remark} session={session} />}
    </>
  );
  if (state !== "void") return <p class="notice">Found {said}</p>;
  return (
    <p class="notice warning">
      Was found {said} It has changed since: that does not hold any more.
    </p>
  );
};

const Pairs: FC<{ shown: ShownRecord; session: Session }> = ({ shown, session }) => (
  <section class="scroll" tabindex={0} aria-label="Old beside new">
    <table class="beside">
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">In the export</th>
          <th scope="col">In {shown.table} now</th>
        </tr>
      </thead>
      <tbody>
        {shown.pairs.map((pair) => (
          <tr class={pair.cells.length === 0 ? "made" : ""}>
            <th scope="row">{pair.column}</th>
            <td>
              {pair.cells.length === 0 ? <span class="soft">-</span> : null}
              {pair.cells.map((cell) => (
                <Cell cell={cell} session={session} />
              ))}
            </td>
            <td>
              <Now pair={pair} session={session} />
            </td>
          </tr>
        ))}
        {shown.aside.map((cell) => (
          <tr>
            <th scope="row" class="soft">
              (no column)
            </th>
            <td>
              <Cell cell={cell} session={session} />
            </td>
            <td class="soft">kept beside, or left out</td>
          </tr>
        ))}
      </tbody>
    </table>
    {shown.unread.map((why) => (
      <p class="notice warning">The cells of the export cannot be shown: {withDots(why)}</p>
    ))}
    {shown.notes.map((note) => (
      <p class="soft">{withDots(note)}</p>
    ))}
  </section>
);

const Cell: FC<{ cell: ShownCell; session: Session }> = ({ cell, session }) => (
  <span class="own-line">
    <span class="soft small">{withDots(cell.column)}</span>{" "}
    <Value value={cell.value} session={session} />
    {cell.was !== undefined && (
      <span class="soft">
        {" "}
        (corrected, was <Value value={cell.was} session={session} />)
      </span>
    )}
  </span>
);

const Now: FC<{ pair: ShownPair; session: Session }> = ({ pair, session }) => (
  <>
    {pair.alone !== undefined && (
      <span class="own-line">
        <Value value={textOf(pair.alone)} session={session} />{" "}
        <span class="soft">by this record; the person has</span>
      </span>
    )}
    <Value value={pair.refersTo ?? textOf(pair.now)} session={session} />
  </>
);

function textOf(value: DbValue): string | null {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? `${grouped(value.length)} bytes` : String(value);
}

const Reveal: FC<{ n: number; session: Session }> = ({ n, session }) => (
  <Form action="/session/reveal" session={session} class="notice warning">
    <p>Values are masked: what cannot be seen cannot be compared.</p>
    <input type="hidden" name="back" value={`/sample/${n}`} />
    <button type="submit" name="show" value="yes">
      Show values
    </button>
  </Form>
);

const Verdict: FC<{ shown: ShownRecord; session: Session }> = ({ shown, session }) => {
  const { n, digest, last } = shown;
  if (digest === undefined) return null;
  return (
    <Form action={`/sample/${n}`} session={session} class="verdict" id="verdict">
      <input type="hidden" name="seen" value={digest} />
      <div class="actions">
        <button type="submit" name="verdict" value="right" id="right">
          Right <kbd>R</kbd>
        </button>
        <label>
          What is wrong <input name="remark" id="remark" maxlength={500} size={32} />
        </label>
        <button type="submit" name="verdict" value="wrong" id="wrong" class="danger">
          Wrong <kbd>W</kbd>
        </button>
        {last !== null && (
          <button type="submit" name="verdict" value="taken back" class="quiet">
            Take back what was said
          </button>
        )}
      </div>
    </Form>
  );
};
