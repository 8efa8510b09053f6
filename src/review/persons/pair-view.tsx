import type { FC } from "hono/jsx";
import type { ShownPair } from "../../jobs/persons/show.ts";
import type { KeptVerdict } from "../../persons/verdicts/verdict-ledger.ts";
import { grouped } from "../../plain/columns.ts";
import { withDots } from "../../plain/visible.ts";
import { cellText, saidBy } from "../../report/persons-text.ts";
import { Form } from "../layout.tsx";
import { Differs, RecordLabel, Value } from "../mask.tsx";
import type { Session } from "../session.ts";
import { STATE_WORDS } from "./list-view.tsx";
import { pairName } from "./pair-name.ts";
import { Waterfall } from "./waterfall.tsx";

interface PairProps {
  readonly shown: ShownPair;
  readonly session: Session;
}

/** Two records side by side, why they may be one person, and what is said of it. */
export const PairView: FC<PairProps> = ({ shown, session }) => {
  const { pair, areJoined, said, done, all, next } = shown;
  return (
    <>
      <p>
        <b>{STATE_WORDS[pair.state]}</b>.{" "}
        {areJoined ? "They share one row in the application." : "Each has a row of its own."}{" "}
        <label>
          <span class="soft">
            {grouped(done)} of {grouped(all)} decided
          </span>{" "}
          <meter min={0} max={Math.max(1, all)} value={done}></meter>
        </label>
      </p>
      <Cells shown={shown} session={session} />
      {pair.candidate ? (
        <Waterfall candidate={pair.candidate} />
      ) : (
        <p class="soft">The last search did not propose these two.</p>
      )}
      <Decide shown={shown} session={session} />
      {said.length > 0 && <Said said={said} session={session} />}
      <p class="actions">
        <a href="/persons">List</a>
        <a href={`/persons/${pairName(pair)}/person`}>All records of this person</a>
        {next !== undefined && (
          <a id="following" href={`/persons/${pairName(next)}`}>
            Next one to decide <kbd>→</kbd>
          </a>
        )}
      </p>
    </>
  );
};

const Cells: FC<PairProps> = ({ shown: { pair, rows, hangingOn }, session }) => (
  <section class="scroll" tabindex={0} aria-label="Both records">
    <table class="clash">
      <thead>
        <tr>
          <th scope="col">Column</th>
          {[pair.a, pair.b].map((record) => (
            <th scope="col">
              <RecordLabel record={record} session={session} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ column, a, b, differs }) => (
          <tr class={differs ? "differs" : ""}>
            <th scope="row">
              {differs && <Differs />}
              {column}
            </th>
            <td>
              <Value value={cellText(a)} session={session} />
            </td>
            <td>
              <Value value={cellText(b)} session={session} />
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">What hangs on it</th>
          {hangingOn.map((counts) => (
            <td>
              <Hanging counts={counts} />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  </section>
);

/** Rows that name a record, by table. */
export const Hanging: FC<{ counts: Readonly<Record<string, number>> }> = ({ counts }) => {
  const known = Object.entries(counts);
  if (known.length === 0) return <span class="soft">nothing</span>;
  return <>{known.map(([table, count]) => `${grouped(count)} ${table}`).join(", ")}</>;
};

const Decide: FC<PairProps> = ({ shown: { pair, said }, session }) => (
  <Form action={`/persons/${pairName(pair)}`} session={session} class="verdict" id="verdict">
    <input type="hidden" name="seen" value={String(said.at(-1)?.id ?? 0)} />
    <div class="actions">
      <label>
        Why <input name="why" id="why" maxlength={300} size={28} />
      </label>
      <button type="submit" name="verdict" value="same" id="same">
        Same person <kbd>S</kbd>
      </button>
      <button type="submit" name="verdict" value="different" id="different">
        Different <kbd>D</kbd>
      </button>
      <button type="submit" name="verdict" value="later" id="later" class="quiet">
        Later <kbd>L</kbd>
      </button>
    </div>
  </Form>
);

/** What people said, the oldest first. */
export const Said: FC<{ said: readonly KeptVerdict[]; session: Session }> = ({ said, session }) => (
  <>
    <h2>What was said</h2>
    <ul>
      {said.map((one) => (
        <li>
          <RecordLabel record={one.a} session={session} /> and{" "}
          <RecordLabel record={one.b} session={session} />: <b>{one.verdict}</b>,{" "}
          {withDots(saidBy(one))}
          {one.why !== null && (
            <>
              : <Value value={one.why} session={session} />
            </>
          )}
          {one.run !== null && (
            <span class="soft">
              {" "}
              (run {one.run}
              {one.isUndone && ", taken back since"})
            </span>
          )}
        </li>
      ))}
    </ul>
  </>
);
