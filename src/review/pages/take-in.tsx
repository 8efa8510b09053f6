import { Hono } from "hono";
import { rehearse, type StillRejected } from "../../jobs/chain/rehearse.ts";
import { takeIn } from "../../jobs/chain/take-in.ts";
import { type ImportOutcome, ImportStopped } from "../../jobs/run/carry-out-import.ts";
import type { RunSummary } from "../../ledger/run-summary.ts";
import { grouped } from "../../plain/columns.ts";
import { oneLine } from "../../plain/visible.ts";
import { RehearseOrTakeIn, RunAtDesk } from "../at-desk.tsx";
import type { AtDesk } from "../desk.ts";
import type { ReviewEnv } from "../guard.ts";
import { Page } from "../layout.tsx";
import { correctionsOf } from "../records/at-hand.ts";
import { reportText } from "../report-text.ts";
import type { Review } from "../review.ts";
import type { Session } from "../session.ts";

/** What a rehearsal or a retry came to. */
interface Tried {
  readonly how: "rehearsed" | "taken in";
  readonly summary: RunSummary;
  /** Of a rehearsal: what would be rejected still. */
  readonly stillRejected: readonly StillRejected[];
}

/** Corrected records are tried on a copy of the database, and taken in by the retry that the command line has. */
export function takeInPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  let tried: Tried | undefined;
  const work = (title: string, job: (at: AtDesk) => Promise<Tried>) =>
    review.desk.begin(title, async (at) => {
      tried = undefined;
      tried = await job(at);
    });
  const { target, database, run, means } = review;
  const of = { target, database, run };
  app.get("/", async (c) => {
    const { index } = await correctionsOf(review);
    const states = index.facets({}).state;
    const counts = new Map(states.map(({ key, count }) => [key, count]));
    return c.html(
      <Page title="Take in" at="/take-in" review={review} session={c.get("session")}>
        <Counts counts={counts} />
        <Work review={review} session={c.get("session")} />
        {tried !== undefined && review.desk.job?.state !== "at work" && (
          <Result tried={tried} review={review} />
        )}
      </Page>,
    );
  });
  app.post("/rehearse", (c) => {
    work("Rehearsal", async ({ listener, signal }) => {
      const { summary, stillRejected } = await rehearse({ ...of, signal }, listener, means);
      return { how: "rehearsed", summary, stillRejected };
    });
    return c.redirect("/take-in", 303);
  });
  app.post("/do", (c) => {
    work("Taking in", async ({ listener, signal }) => {
      const summary = await summaryOf(takeIn({ ...of, signal }, listener, means));
      return { how: "taken in", summary, stillRejected: [] };
    });
    review.note?.(`${c.get("session").who} takes the corrected records in`);
    return c.redirect("/take-in", 303);
  });
  return app;
}

/** A run that stopped has a summary too: what was committed before stands. */
async function summaryOf(job: Promise<ImportOutcome>): Promise<RunSummary> {
  try {
    return (await job).summary;
  } catch (error) {
    if (error instanceof ImportStopped) return error.outcome.summary;
    throw error;
  }
}

const Counts = ({ counts }: { counts: ReadonlyMap<string, number> }) => {
  const of = (state: string) => grouped(counts.get(state) ?? 0);
  return (
    <>
      <ul class="figures">
        <li>
          <b>{of("corrected")}</b>corrected, to be taken in
        </li>
        <li>
          <b>{of("withdrawn")}</b>not to be imported, with a reason
        </li>
        <li>
          <b>{of("open")}</b>still to correct
        </li>
        <li>
          <b>{of("waiting")}</b>waiting for another record
        </li>
      </ul>
      {!counts.has("corrected") && !counts.has("withdrawn") && counts.has("open") && (
        <p>
          There is no correction to take in. <a href="/records">Correct records first</a>
        </p>
      )}
    </>
  );
};

const Work = ({ review, session }: { review: Review; session: Session }) => {
  const { job } = review.desk;
  const said = <Notes notes={job?.notes ?? []} />;
  return (
    <RunAtDesk job={job} here="/take-in" session={session} said={said}>
      <p>
        "Take in" imports what was corrected: a backup is made first, and the run can be undone.
        "Rehearse" does the same on a private copy of the database, and changes nothing.
      </p>
      <RehearseOrTakeIn rehearse="/take-in/rehearse" takeIn="/take-in/do" session={session} />
    </RunAtDesk>
  );
};

const Notes = ({ notes }: { notes: readonly string[] }) => (
  <ul class="small">
    {notes.map((note) => (
      <li>{note}</li>
    ))}
  </ul>
);

const Result = ({
  tried: { how, summary, stillRejected },
  review,
}: {
  tried: Tried;
  review: Review;
}) => {
  const entities = Object.values(summary.entities);
  const sum = (of: (entity: (typeof entities)[number]) => number) =>
    entities.reduce((total, entity) => total + of(entity), 0);
  const isIn = sum(({ inserted, updated, unchanged }) => inserted + updated + unchanged);
  const waiting = sum((entity) => entity.waiting);
  const would = how === "rehearsed" ? "would be in" : "are in";
  const balanced = entities.every((entity) => entity.balanced);
  const isGood = balanced && summary.failure === null && (how === "rehearsed" || summary.committed);
  return (
    <>
      <h2 id="result">
        {how === "rehearsed" ? "What the rehearsal came to" : "What was taken in"}
      </h2>
      <p class={`notice${isGood ? "" : " error"}`}>
        Of {grouped(sum(({ records }) => records))} records {grouped(isIn)} {would},{" "}
        {grouped(sum(({ withdrawn }) => withdrawn))} withdrawn,{" "}
        {grouped(sum(({ rejected }) => rejected))} rejected again
        {waiting > 0 && `, of which ${grouped(waiting)} only wait for another record`}. The books{" "}
        {balanced ? "balance" : "do not balance"}.
      </p>
      {stillRejected.length > 0 && <Still records={stillRejected} />}
      <section class="scroll" tabindex={0} aria-label="Report">
        <pre class="log">{reportText(review, summary)}</pre>
      </section>
      {how === "taken in" && (
        <p>
          <a href={`/runs/${summary.run}`}>The run {summary.run}</a>, with its log and what an undo
          would do. Next: see <a href="/">where we stand</a>, or{" "}
          <a href="/sample">check a sample</a>.
        </p>
      )}
    </>
  );
};

const MOST_SHOWN = 50;

const Still = ({ records }: { records: readonly StillRejected[] }) => (
  <details>
    <summary>Rejected still, by place</summary>
    <ul class="small">
      {records.slice(0, MOST_SHOWN).map(({ file, line, codes }) => (
        <li>
          {oneLine(file)} line {line}: <code>{codes.join(" ")}</code>
        </li>
      ))}
      {records.length > MOST_SHOWN && <li>and {grouped(records.length - MOST_SHOWN)} more</li>}
    </ul>
  </details>
);
