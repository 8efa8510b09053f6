import { Hono } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { LogReader } from "../../jobs/runs/log-reader.ts";
import { findLog, runsOf, summaryOf } from "../../jobs/runs/runs.ts";
import { undo } from "../../jobs/undo.ts";
import { grouped, minuteOf } from "../../plain/columns.ts";
import { UsageError } from "../../plain/errors.ts";
import { logText } from "../../report/log-text.ts";
import type { ListedRun } from "../../report/run-list.ts";
import type { ReviewEnv } from "../guard.ts";
import { Form, Page } from "../layout.tsx";
import { forecastText, reportText } from "../report-text.ts";
import type { Review } from "../review.ts";
import type { Session } from "../session.ts";

const COUNTS = [
  ...(["records", "inserted", "updated", "unchanged", "duplicate", "rejected"] as const),
  "withdrawn" as const,
];
/** Lines of a log that a page begins with: the rest is in the report's folder. */
const MOST_LINES = 400;
/** Milliseconds between two looks at a log. */
const FOLLOW_EVERY = 300;
const LOG_CURE = "The log is gone, or the run was given no report folder.";

/** The runs of the chain, the newest first; each with its report, its log, and what an undo would do. */
export function runsPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  const forecasts = new Map<string, string>();
  app.get("/", (c) =>
    c.html(
      <Page title="Runs" at="/runs" review={review} session={c.get("session")}>
        <p>
          An import with its retries, undos and later exports, the newest first. A run that was
          rolled back or rehearsed has written nothing.
        </p>
        <RunTable runs={chainRuns(review)} />
      </Page>,
    ),
  );
  app.get("/:name", (c) => {
    const run = namedRun(review, c.req.param("name"));
    const forecast = forecasts.get(run.name);
    return c.html(
      <Page
        title={`Run ${run.name}`}
        at="/runs"
        review={review}
        session={c.get("session")}
        scripts={["run.js"]}
      >
        <RunPage review={review} run={run} session={c.get("session")} forecast={forecast} />
      </Page>,
    );
  });
  app.get("/:name/log", (c) => {
    const { name } = namedRun(review, c.req.param("name"));
    const { path } = findLog(review, name, LOG_CURE);
    return streamSSE(c, (stream) => followLog(stream, path));
  });
  app.post("/:name/forecast", (c) => {
    const { name } = namedRun(review, c.req.param("name"));
    const { target, database } = review;
    review.desk.begin(`What undoing ${name} would do`, async ({ listener, signal }) => {
      const { note } = listener;
      const asked = { target, database, run: name, dryRun: true, signal };
      const { summary } = await undo(asked, { note });
      const nothing = `Nothing of the run ${name} is left to undo.`;
      forecasts.set(name, summary ? forecastText(review, summary) : nothing);
    });
    return c.redirect(`/runs/${name}#undo`, 303);
  });
  return app;
}

/** Sends the end of a log, and then what is added to it. */
async function followLog(stream: SSEStreamingApi, path: string): Promise<void> {
  const reader = new LogReader(path);
  let lines = reader.read().slice(-MOST_LINES);
  const isOver = () => stream.aborted || lines.some(({ line }) => line.event === "run.ended");
  for (;;) {
    for (const { line } of lines) {
      await stream.writeSSE({ event: "line", data: logText(line, plainly) });
    }
    if (isOver()) break;
    await stream.sleep(FOLLOW_EVERY);
    lines = reader.read();
  }
  await stream.writeSSE({ event: "end", data: "" });
}

const plainly = (text: string): string => text;

function chainRuns(review: Review): ListedRun[] {
  const { runs } = runsOf(review, "runs");
  return runs.filter(({ legacySystem }) => legacySystem === review.legacySystem);
}

function namedRun(review: Review, name: string): ListedRun {
  const found = chainRuns(review).find((run) => run.name === name);
  if (found !== undefined) return found;
  throw new UsageError("This chain has no such run.", {
    cure: "Choose one from the list of runs.",
  });
}

const RunTable = ({ runs }: { runs: readonly ListedRun[] }) => (
  <section class="scroll" tabindex={0} aria-label="Runs">
    <table>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Kind</th>
          <th scope="col">Begun</th>
          <th scope="col">Status</th>
          {COUNTS.map((name) => (
            <th scope="col" class="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr>
            <th scope="row">
              <a href={`/runs/${run.name}`}>{run.name}</a>
            </th>
            <td>{kindOf(run)}</td>
            <td>
              <Moment at={run.startedAt} />
            </td>
            <td>
              <State run={run} />
            </td>
            {COUNTS.map((name) => (
              <td class="number">{grouped(run[name])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const kindOf = ({ kind, ofRun }: ListedRun): string =>
  ofRun === null ? kind : `${kind} of ${ofRun}`;

const Moment = ({ at }: { at: string }) => <time datetime={at}>{minuteOf(at)} UTC</time>;

const BADGES: Readonly<Record<string, string>> = {
  committed: "good",
  running: "warning",
  rejected: "warning",
  undone: "note",
};

const State = ({ run: { state } }: { run: ListedRun }) => (
  <span class={`badge ${BADGES[state] ?? "error"}`}>{state === "dead" ? "crashed" : state}</span>
);

interface OfRun {
  readonly review: Review;
  readonly run: ListedRun;
  readonly session: Session;
  /** What an undo would do, where somebody asked. */
  readonly forecast: string | undefined;
}

const RunPage = ({ review, run, session, forecast }: OfRun) => (
  <>
    <p>
      <State run={run} /> {kindOf(run)}, begun <Moment at={run.startedAt} />
      {run.finishedAt !== null && (
        <>
          , ended <Moment at={run.finishedAt} />
        </>
      )}
      {run.pace?.rate ? `, ${grouped(run.pace.rate)} records a second` : ""}
    </p>
    <Report review={review} run={run} />
    <h2>Log</h2>
    <pre class="log" id="log" tabindex={0} data-log={`/runs/${run.name}/log`}>
      {logLines(review, run)}
    </pre>
    {run.kind !== "undo" && run.committed && run.state !== "undone" && (
      <Forecast run={run} session={session} forecast={forecast} review={review} />
    )}
  </>
);

const Report = ({ review, run }: Pick<OfRun, "review" | "run">) => {
  const summary = summaryOf(review, run.name);
  if (summary === undefined || run.state === "running" || run.state === "dead") return null;
  return (
    <section class="scroll" tabindex={0} aria-label="Report">
      <pre class="log">{reportText(review, summary)}</pre>
    </section>
  );
};

const Forecast = ({ run, session, forecast, review }: OfRun) => (
  <>
    <h2 id="undo">What an undo would do</h2>
    {forecast === undefined ? (
      <p>An undo can be tried on the database and taken back at once: nothing is changed by it.</p>
    ) : (
      <section class="scroll" tabindex={0} aria-label="What an undo would do">
        <pre class="log">{forecast}</pre>
      </section>
    )}
    <Form action={`/runs/${run.name}/forecast`} session={session} class="actions">
      <button type="submit" class="quiet">
        Try an undo
      </button>
      <span class="soft" data-live={review.desk.isAtWork ? "at work" : "over"}>
        {review.desk.isAtWork ? `${review.desk.job?.title}: at work` : ""}
      </span>
    </Form>
    <p>
      To undo the run: <code>{review.typed("import:undo", run.name)}</code>
    </p>
  </>
);

/** The end of the log; a run without one has none to show. */
function logLines(review: Review, { name }: ListedRun): string {
  try {
    const { path } = findLog(review, name, LOG_CURE);
    const lines = new LogReader(path).read().slice(-MOST_LINES);
    return lines.map(({ line }) => logText(line, plainly)).join("\n");
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
