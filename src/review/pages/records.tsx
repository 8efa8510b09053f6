import { Hono } from "hono";
import type { RejectedColumn } from "../../chain/rejects/reject.ts";
import { grouped } from "../../plain/columns.ts";
import { AtDesk } from "../at-desk.tsx";
import type { ReviewEnv } from "../guard.ts";
import { Page } from "../layout.tsx";
import { changingJob, type Looking, lookingAt } from "../records/at-hand.ts";
import { FacetLinks } from "../records/facets.tsx";
import { entityShown, filteredBy, queryOf } from "../records/filter.ts";
import { Grid } from "../records/grid.tsx";
import { HistoryBar } from "../records/history.tsx";
import { inReadingOrder } from "../records/reading-order.ts";
import { Verdicts } from "../records/verdicts.ts";
import type { Review } from "../review.ts";
import { clashPages } from "./clash.tsx";
import { clusterPages } from "./clusters.tsx";
import { historyPages } from "./history.tsx";
import { recordPages } from "./one-record.tsx";
import { replacePages } from "./replace.tsx";

/** Records of a page. */
const SIZE = 50;

/** The records to correct: as a list that is narrowed and edited, one by one, and many at once. */
export function recordsPages(review: Review): Hono<ReviewEnv> {
  const look = lookingAt(review, new Verdicts());
  const app = new Hono<ReviewEnv>();
  app.get("/", async (c) => {
    const looking = await look(c);
    const number = (name: string) => {
      const said = c.req.query(name);
      return said !== undefined && /^\d{1,15}$/.test(said) ? Number(said) : undefined;
    };
    return c.html(
      <Page
        title="Records to correct"
        at="/records"
        here={looking.here}
        review={review}
        session={looking.session}
        scripts={["grid-cells.js", "grid.js"]}
      >
        <List looking={looking} after={number("after")} before={number("before")} />
      </Page>,
    );
  });
  historyPages(app, look);
  clusterPages(app, look);
  recordPages(app, look);
  replacePages(app, look);
  clashPages(app, look);
  return app;
}

interface ListProps {
  readonly looking: Looking;
  readonly after: number | undefined;
  readonly before: number | undefined;
}

const List = ({ looking, after, before }: ListProps) => {
  const { index, review, session, withoutCells, desk, verdicts } = looking;
  const entity = entityShown(looking);
  const filter = filteredBy(looking.filter, "entity", entity);
  const records = index.page(filter, { after, before, size: SIZE });
  const facets = index.facets(filter);
  const { total } = facets;
  const first = records[0] === undefined ? 0 : index.facts.position(filter, records[0].number);
  return (
    <>
      {withoutCells.map(({ run, entity: of, records: count }) => (
        <p class="notice warning" role="alert">
          The cells of {grouped(count)} records of {of} are not at hand: the report of {run} was
          moved or changed, or the run was killed before it was whole. Put it back, or take in once
          more, to correct them here.
        </p>
      ))}
      {desk.corrections.notes.map((note) => (
        <p class="notice warning">{note}</p>
      ))}
      <AtDesk
        job={changingJob(review)}
        here="/records"
        counts="records gone through"
        session={session}
      />
      <HistoryBar looking={looking} back={queryOf(filter)} />
      {index.facts.size === 0 ? (
        <p class="notice">Nothing is to be corrected: no record of this chain is rejected.</p>
      ) : (
        <div class="records">
          <details class="narrow" open>
            <summary>Narrow the list</summary>
            <FacetLinks index={index} filter={filter} session={session} facets={facets} />
          </details>
          <div class="list">
            <Pager filter={filter} records={records} total={total} first={first} />
            <CodeColumns looking={looking} entity={entity} />
            {records.length === 0 ? (
              <p>No record is meant by this choice.</p>
            ) : (
              <>
                <p class="keys soft small" id="keys" hidden>
                  Arrows move, Enter edits, Esc leaves, Tab goes to the next wrong cell, Ctrl+Z and
                  Ctrl+Y undo and redo.
                </p>
                <p class="notice" id="offer" hidden>
                  <a href="/records">Change all</a>
                </p>
                <Words columns={index.columns(entity)} />
                <Grid
                  records={records.map((record) => verdicts.shown(record))}
                  columns={inReadingOrder(index.columns(entity), facets)}
                  filter={filter}
                  session={session}
                  first={first}
                  total={total}
                />
              </>
            )}
            <Pager filter={filter} records={records} total={total} first={first} />
          </div>
        </div>
      )}
    </>
  );
};

/** What may be written into columns of codes. */
const Words = ({ columns }: { columns: readonly RejectedColumn[] }) => (
  <>
    {columns
      .filter(({ words }) => words.length > 0)
      .map(({ at, words }) => (
        <datalist id={`words-${at}`}>
          {words.map((word) => (
            <option value={word}></option>
          ))}
        </datalist>
      ))}
  </>
);

interface PagerProps {
  readonly filter: Looking["filter"];
  readonly records: readonly { readonly number: number }[];
  readonly total: number;
  readonly first: number;
}

const Pager = ({ filter, records, total, first }: PagerProps) => {
  const [top, last] = [records[0], records.at(-1)];
  const end = first + records.length;
  return (
    <p class="pager">
      <b>
        {records.length === 0 ? "0" : `${grouped(first + 1)}-${grouped(end)}`} of {grouped(total)}
      </b>
      {top !== undefined && first > 0 && (
        <>
          <a href={`/records${queryOf(filter)}`}>First</a>
          <a href={`/records${queryOf(filter, { before: top.number })}`} rel="prev">
            Previous
          </a>
        </>
      )}
      {last !== undefined && end < total && (
        <a href={`/records${queryOf(filter, { after: last.number })}`} rel="next">
          Next {grouped(Math.min(SIZE, total - end))}
        </a>
      )}
    </p>
  );
};

/** Columns in which one thing may be spelled in several ways. */
const CodeColumns = ({ looking: { index }, entity }: { looking: Looking; entity: string }) => {
  const columns = index.columns(entity).filter(({ words }) => words.length > 0);
  if (columns.length === 0) return null;
  return (
    <p class="small">
      Spellings of{" "}
      {columns.map(({ number, name }, nth) => (
        <>
          {nth > 0 && ", "}
          <a href={`/records/clusters/${number}`}>{name}</a>
        </>
      ))}
    </p>
  );
};
