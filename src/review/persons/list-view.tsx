import type { FC } from "hono/jsx";
import {
  type ListedPair,
  PAIR_STATES,
  type PairState,
  type PersonList,
} from "../../jobs/persons/list.ts";
import { counted, grouped, minuteOf } from "../../plain/columns.ts";
import { withDots } from "../../plain/visible.ts";
import { bitsText, reasonsOf } from "../../report/persons-text.ts";
import { Form } from "../layout.tsx";
import { RecordLabel } from "../mask.tsx";
import type { Session } from "../session.ts";
import { pairName } from "./pair-name.ts";

/** What people read in the place of a state. */
export const STATE_WORDS: Readonly<Record<PairState, string>> = {
  open: "to decide",
  changed: "to decide again: the evidence has changed",
  later: "later",
  "to-join": "same person, to be taken in",
  "to-keep-apart": "different persons, to be taken in",
  joined: "same person",
  apart: "different persons",
};

const ON_A_PAGE = 50;

interface ListProps {
  readonly list: PersonList;
  readonly session: Session;
  readonly state: PairState | undefined;
  /** Counted from 1. */
  readonly page: number;
}

/** The pairs of one state, or of all. */
export const PairList: FC<ListProps> = ({ list, session, state, page }) => {
  const pairs = list.pairs.filter((pair) => state === undefined || pair.state === state);
  const pages = Math.max(1, Math.ceil(pairs.length / ON_A_PAGE));
  const at = Math.min(page, pages);
  const shown = pairs.slice((at - 1) * ON_A_PAGE, at * ON_A_PAGE);
  const [first] = list.pairs;
  const begins = first !== undefined && (first.state === "open" || first.state === "changed");
  return (
    <>
      <Searched list={list} session={session} />
      <Filter list={list} state={state} />
      {begins && (
        <p class="actions">
          <a class="button" id="next" href={`/persons/${pairName(first)}`}>
            Decide the next <kbd>Enter</kbd>
          </a>
        </p>
      )}
      {shown.length > 0 && <Pairs pairs={shown} session={session} />}
      {pages > 1 && (
        <p class="pager">
          {at > 1 && <a href={queryOf(state, at - 1)}>Previous</a>} Page {grouped(at)} of{" "}
          {grouped(pages)} {at < pages && <a href={queryOf(state, at + 1)}>Next page</a>}
        </p>
      )}
    </>
  );
};

const queryOf = (state: PairState | undefined, page: number): string =>
  `/persons?page=${page}${state === undefined ? "" : `&state=${state}`}`;

const Searched: FC<Pick<ListProps, "list" | "session">> = ({
  list: { book, isOutdated },
  session,
}) => (
  <>
    {isOutdated && (
      <p class="notice warning">
        Runs have written since the search: look again to have their records in it.
      </p>
    )}
    {book === undefined ? (
      <p>
        Nobody has looked yet for records that may be of one person: typed twice, named differently,
        in several tables.
      </p>
    ) : (
      <ul class="small">
        {book.merges.map(({ merge, records, pairs, more, keptApart }) => (
          <li>
            {merge}: {counted(records, "record")} compared, {counted(pairs, "pair")} proposed
            {more > 0 && `, of which ${grouped(more)} are not listed`}
            {Object.entries(keptApart).map(
              ([guard, count]) => `; ${grouped(count)} kept apart as ${guard}`,
            )}
            . <span class="soft">Searched on {minuteOf(book.at)} UTC</span>
          </li>
        ))}
      </ul>
    )}
    <Form action="/persons/search" session={session} class="inline">
      <button type="submit" class={book !== undefined && !isOutdated ? "quiet" : ""}>
        {book === undefined ? "Look for records of one person" : "Look again"}
      </button>
    </Form>
  </>
);

const Filter: FC<Pick<ListProps, "list" | "state">> = ({ list: { counts, pairs }, state }) => (
  <nav aria-label="Which pairs" class="filter">
    <ul class="figures">
      <li>
        <a href="/persons" {...(state === undefined ? { "aria-current": "true" } : {})}>
          <b>{grouped(pairs.length)}</b> all
        </a>
      </li>
      {PAIR_STATES.filter((one) => counts[one] > 0).map((one) => (
        <li>
          <a href={`/persons?state=${one}`} {...(one === state ? { "aria-current": "true" } : {})}>
            <b>{grouped(counts[one])}</b> {STATE_WORDS[one]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const Pairs: FC<{ pairs: readonly ListedPair[]; session: Session }> = ({ pairs, session }) => (
  <section class="scroll" tabindex={0} aria-label="Pairs of records">
    <table>
      <thead>
        <tr>
          <th scope="col">Records</th>
          <th scope="col">State</th>
          <th scope="col" class="number">
            Bits
          </th>
          <th scope="col">Why</th>
          <th scope="col">Said by</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <tr>
            <th scope="row">
              <a href={`/persons/${pairName(pair)}`}>
                <RecordLabel record={pair.a} session={session} /> and{" "}
                <RecordLabel record={pair.b} session={session} />
              </a>
            </th>
            <td>{STATE_WORDS[pair.state]}</td>
            <td class="number">{pair.candidate && bitsText(pair.candidate.bits)}</td>
            <td>{pair.candidate && reasonsOf(pair.candidate)}</td>
            <td>{pair.verdict && withDots(pair.verdict.by)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
