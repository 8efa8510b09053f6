import type { FC } from "hono/jsx";
import { refText } from "../../chain/trace/record-ref.ts";
import type {
  TracedCell,
  TracedColumn,
  TracedRow,
  TracedVersion,
} from "../../chain/trace/record-trace.ts";
import type { DbValue } from "../../db/database.ts";
import { grouped } from "../../plain/columns.ts";
import { fromWords, markWords, placeWords } from "../../report/trace-words.ts";
import { Value } from "../mask.tsx";
import type { Session } from "../session.ts";

/** A stored value as text; bytes in hexadecimal digits. */
export const textOf = (value: DbValue): string | null => {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? value.toString("hex") : String(value);
};

interface CellsProps {
  readonly version: TracedVersion;
  readonly here: string;
  readonly session: Session;
}

const MIB = 1 << 20;

/** The cells as an export had them, with what they fill; or why they cannot be read. */
export const CellsTable: FC<CellsProps> = ({ version, here, session }) => {
  const { run, place, cells, unread, notes, inFileOf } = version;
  return (
    <>
      <h2>Cells as {run} met them</h2>
      <p class="soft">
        {placeWords(place)}
        {cells && `, read from ${fromWords(cells.from)}`}
      </p>
      {notes.map((note) => (
        <p>{note}</p>
      ))}
      {inFileOf !== undefined && (
        <p>
          They stand in a file of {grouped(Math.ceil(inFileOf / MIB))} MiB.{" "}
          <a href={`${here}/cells`}>Read it to its place</a>
        </p>
      )}
      {unread.length > 0 && (
        <div class="notice warning">
          <p>The cells cannot be read any more:</p>
          <ul>
            {unread.map((reason) => (
              <li>{reason}</li>
            ))}
          </ul>
        </div>
      )}
      {cells && <Cells columns={cells.columns} session={session} />}
    </>
  );
};

const Cells: FC<{ columns: readonly TracedCell[]; session: Session }> = ({ columns, session }) => {
  const anyCorrected = columns.some(({ was }) => was !== undefined);
  const anyFound = columns.some(({ codes }) => codes.length > 0);
  return (
    <section class="scroll" tabindex={0} aria-label="Cells">
      <table class="story-cells">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Cell</th>
            {anyCorrected && <th scope="col">Before correction</th>}
            <th scope="col">Fills</th>
            {anyFound && <th scope="col">Findings</th>}
          </tr>
        </thead>
        <tbody>
          {columns.map(({ column, value, was, fills, codes }) => (
            <tr class={codes.length > 0 ? "at-fault" : undefined}>
              <th scope="row">{column}</th>
              <td>
                <Value value={value} session={session} />
              </td>
              {anyCorrected && (
                <td>{was !== undefined && <Value value={was} session={session} />}</td>
              )}
              <td>{fills.join(", ")}</td>
              {anyFound && (
                <td>
                  {codes.map((code) => (
                    <code>{code} </code>
                  ))}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

interface RowProps {
  readonly row: TracedRow;
  readonly session: Session;
  readonly application: string;
}

/** The row as it is now beside what was imported. */
export const RowTable: FC<RowProps> = ({ row, session, application }) => {
  const { table, exists, isPlaceholder, madeBy, writtenBy, columns } = row;
  const imported = columns.filter(({ mark }) => mark !== "not imported");
  const others = columns.filter(({ mark }) => mark === "not imported");
  return (
    <>
      <h2>Its row of {table}</h2>
      <p class="soft">
        Made by {madeBy}
        {madeBy !== writtenBy && `, last written by ${writtenBy}`}.
        {isPlaceholder && " It stands for a record that no export has brought."}
        {!exists && ` It has been deleted in ${application}.`}
      </p>
      {imported.length > 0 && (
        <section class="scroll" tabindex={0} aria-label="Row, old beside new">
          <table>
            <thead>
              <tr>
                {["Column", "Imported", `In ${application} now`, "Since"].map((head) => (
                  <th scope="col">{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {imported.map((column) => (
                <Column column={column} session={session} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {others.length > 0 && (
        <details>
          <summary>{grouped(others.length)} columns that no import fills</summary>
          <dl class="facts">
            {others.map(({ column, now }) => (
              <>
                <dt>{column}</dt>
                <dd>
                  <Value value={textOf(now)} session={session} />
                </dd>
              </>
            ))}
          </dl>
        </details>
      )}
    </>
  );
};

const Column: FC<{ column: TracedColumn; session: Session }> = ({ column, session }) => {
  const { imported, now, mark, refersTo } = column;
  const words = markWords(mark);
  return (
    <tr class={words === "" ? undefined : "changed"}>
      <th scope="row">{column.column}</th>
      <td>
        {imported === undefined ? (
          <span class="soft">not known</span>
        ) : (
          <Value value={textOf(imported)} session={session} />
        )}
      </td>
      <td>
        <Value value={textOf(now)} session={session} />
        {refersTo && (
          <>
            {" "}
            <a
              href={`/record/${refersTo.entity}/${refText({ crosswalk: refersTo.crosswalkId })}`}
              class="small"
            >
              {refersTo.entity}
            </a>
          </>
        )}
      </td>
      <td>{words !== "" && <span class="badge warning">{words}</span>}</td>
    </tr>
  );
};
