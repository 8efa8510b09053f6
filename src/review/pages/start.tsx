import { Hono } from "hono";
import type { ReviewEnv } from "../guard.ts";
import { Page } from "../layout.tsx";
import type { Review } from "../review.ts";

/** Where the records of the chain stand. */
export function startPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  app.get("/", (c) =>
    c.html(
      <Page title="Where we stand" at="/" review={review} session={c.get("session")}>
        <p>Nothing is counted yet.</p>
      </Page>,
    ),
  );
  return app;
}
