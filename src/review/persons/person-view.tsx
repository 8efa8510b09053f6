import type { FC } from "hono/jsx";
import { nameOf } from "../../jobs/persons/merges-at-hand.ts";
import type { ShownPerson } from "../../jobs/persons/show.ts";
import { counted } from "../../plain/columns.ts";
import { withDots } from "../../plain/visible.ts";
import { cellText } from "../../report/persons-text.ts";
import { Form } from "../layout.tsx";
import { Differs, RecordLabel, Value } from "../mask.tsx";
import type { Session } from "../session.ts";
import { Hanging, Said } from "./pair-view.tsx";

interface PersonProps {
  readonly shown: ShownPerson;
  readonly session: Session;
}

/** A person: the row in the application beside all records that it was made of, and who said so. */
export const PersonView: FC<PersonProps> = ({ shown, session }) => (
  <>
    <p>
      {counted(shown.records.length, "record")} of one person.
      {shown.records.length > 1 && " What the person has comes from the first that says anything."}
    </p>
    <Records shown={shown} session={session} />
    {shown.links.length > 0 && (
      <>
        <h2>Linked by the export</h2>
        <ul>
          {shown.links.map(({ link, from, to }) => (
            <li>
              <RecordLabel record={from} session={session} /> and{" "}
              <RecordLabel record={to} session={session} />: <code>{withDots(link)}</code>
            </li>
          ))}
        </ul>
      </>
    )}
    {shown.said.length > 0 && <Said said={shown.said} session={session} />}
    <p class="actions">
      <a href="/persons">List</a>
    </p>
  </>
);

const Records: FC<PersonProps> = ({ shown: { cells, records, differs }, session }) => (
  <section class="scroll" tabindex={0} aria-label="The person and its records">
    <table class="clash">
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">In the application</th>
          {records.map(({ row }) => (
            <th scope="col">
              <RecordLabel record={row} session={session} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cells.flatMap(([column, value]) => {
          const own = records.map(({ row }) => new Map(row.cells).get(column) ?? null);
          if (value === null && own.every((one) => one === null)) return [];
          const isOther = differs.some((one) => one.column === column);
          return [
            <tr class={isOther ? "differs" : ""}>
              <th scope="row">
                {isOther && <Differs />}
                {column}
              </th>
              {[value, ...own].map((one) => (
                <td>
                  <Value value={cellText(one)} session={session} />
                </td>
              ))}
            </tr>,
          ];
        })}
        <tr>
          <th scope="row">What hangs on it</th>
          <td class="soft">all of it</td>
          {records.map(({ hangingOn }) => (
            <td>
              <Hanging counts={hangingOn} />
            </td>
          ))}
        </tr>
        {records.length > 1 && session.revealed && (
          <TakeApart records={records} session={session} />
        )}
      </tbody>
    </table>
  </section>
);

/** One record is said to be of somebody else than all others. */
const TakeApart: FC<{ records: ShownPerson["records"]; session: Session }> = ({
  records,
  session,
}) => (
  <tr>
    <th scope="row">Take apart</th>
    <td class="soft">when verdicts are taken in</td>
    {records.map(({ row }) => (
      <td>
        <Form action="/persons/apart" session={session} class="inline">
          <input type="hidden" name="record" value={nameOf(row)} />
          <button
            type="submit"
            class="quiet"
            aria-label={`${withDots(nameOf(row))} is of another person`}
          >
            Another person
          </button>
        </Form>
      </td>
    ))}
  </tr>
);
