import { Hono } from "hono";
import { runsOf } from "../../jobs/runs/runs.ts";
import { grouped } from "../../plain/columns.ts";
import type { ListedRun } from "../../report/run-list.ts";
import type { ReviewEnv } from "../guard.ts";
import { Page } from "../layout.tsx";
import type { Review } from "../review.ts";

const COUNTS = [
  "records",
  "inserted",
  "updated",
  "unchanged",
  "duplicate",
  "rejected",
  "withdrawn",
] as const;

/** The runs of the chain, the newest first. */
export function runsPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  app.get("/", (c) => {
    const { runs } = runsOf(review, "runs");
    const own = runs.filter(({ legacySystem }) => legacySystem === review.legacySystem);
    return c.html(
      <Page title="Runs" at="/runs" review={review} session={c.get("session")}>
        <RunTable runs={own} />
      </Page>,
    );
  });
  return app;
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
            <th scope="row">{run.name}</th>
            <td>{run.ofRun === null ? run.kind : `${run.kind} of ${run.ofRun}`}</td>
            <td>
              <time datetime={run.startedAt}>
                {run.startedAt.slice(0, 16).replace("T", " ")} UTC
              </time>
            </td>
            <td>{run.state}</td>
            {COUNTS.map((name) => (
              <td class="number">{grouped(run[name])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
