import { Hono } from "hono";
import type { RecordState } from "../../chain/standing.ts";
import { grouped } from "../../plain/columns.ts";
import { standingPage } from "../../report/standing/standing-page.tsx";
import { StandingView } from "../../report/standing/standing-view.tsx";
import type { ReviewEnv } from "../guard.ts";
import { Page } from "../layout.tsx";
import { correctionsOf } from "../records/at-hand.ts";
import type { Review } from "../review.ts";

/** Where the records of the chain stand; each number leads to its records. */
export function startPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  app.get("/", async (c) => {
    const { standing } = await review.snapshot.read();
    return c.html(
      <Page title="Where we stand" at="/" review={review} session={c.get("session")}>
        <p class="actions">
          <Next review={review} />
          <a href="/report.html" download="report.html">
            Save this page as a file to mail
          </a>
        </p>
        <StandingView standing={standing} linkOf={linkOf} />
      </Page>,
    );
  });
  app.get("/report.html", async (c) => {
    const { standing, chain } = await review.snapshot.read();
    const run = chain.runs.at(-1)?.name ?? review.run;
    const page = standingPage(standing, { at: new Date().toISOString(), run });
    c.header("Content-Disposition", 'attachment; filename="report.html"');
    return c.html(page);
  });
  return app;
}

/** What is to be done first: records are corrected, then taken in; then the import is checked and signed. */
const Next = async ({ review }: { review: Review }) => {
  const { index } = await correctionsOf(review);
  const states = index.facets({}).state;
  const of = (...wanted: string[]) =>
    states.reduce((sum, { key, count }) => sum + (wanted.includes(key) ? count : 0), 0);
  const [open, decided] = [of("open"), of("corrected", "withdrawn")];
  const records = (count: number) => (count === 1 ? "1 record" : `${grouped(count)} records`);
  return (
    <>
      {open > 0 && (
        <a class="button" href="/records?state=open">
          Next: correct {records(open)}
        </a>
      )}
      {decided > 0 && (
        <a class="button" href="/take-in">
          {open === 0 ? "Next: take in" : "Take in"} {records(decided)} decided so far
        </a>
      )}
      {open + decided === 0 && (
        <a class="button" href="/sample">
          Next: check a sample, then sign
        </a>
      )}
    </>
  );
};

/** Records that are open are corrected; of all others it is listed where they came from. */
function linkOf(entity: string, state: RecordState): string {
  const of = encodeURIComponent(entity);
  if (state === "rejected") return `/records?entity=${of}`;
  if (state === "waiting") return `/records?entity=${of}&state=waiting`;
  return `/standing/${of}/${state}`;
}
