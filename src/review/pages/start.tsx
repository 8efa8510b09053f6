import { Hono } from "hono";
import type { RecordState } from "../../chain/standing.ts";
import { standingPage } from "../../report/standing/standing-page.tsx";
import { StandingView } from "../../report/standing/standing-view.tsx";
import type { ReviewEnv } from "../guard.ts";
import { Page } from "../layout.tsx";
import type { Review } from "../review.ts";

/** Where the records of the chain stand; each number leads to its records. */
export function startPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  app.get("/", async (c) => {
    const { standing } = await review.snapshot.read();
    return c.html(
      <Page title="Where we stand" at="/" review={review} session={c.get("session")}>
        <p class="actions">
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

/** Records that are open are corrected; of all others it is listed where they came from. */
function linkOf(entity: string, state: RecordState): string {
  const of = encodeURIComponent(entity);
  if (state === "rejected") return `/records?entity=${of}`;
  if (state === "waiting") return `/records?entity=${of}&state=waiting`;
  return `/standing/${of}/${state}`;
}
