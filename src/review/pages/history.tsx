import type { Hono } from "hono";
import { UsageError } from "../../plain/errors.ts";
import type { Form, ReviewEnv } from "../guard.ts";
import { Page } from "../layout.tsx";
import type { Look } from "../records/at-hand.ts";
import { queryOf } from "../records/filter.ts";
import { HistoryTable } from "../records/history.tsx";

/** The steps on a chain's records: what was done, undoing and redoing. */
export function historyPages(app: Hono<ReviewEnv>, look: Look): void {
  app.get("/history", async (c) => {
    const looking = await look(c);
    return c.html(
      <Page title="What was corrected" at="/records" {...looking}>
        <p>
          <a href="/records">Back to the records</a>
        </p>
        <p>
          Every step is kept in <code>steps.jsonl</code>, and what follows from them in{" "}
          <code>fixes.csv</code>, which the next export is read with.
        </p>
        <HistoryTable looking={looking} />
      </Page>,
    );
  });
  for (const what of ["undo", "redo"] as const) {
    app.post(`/${what}`, async (c) => {
      const { desk, session, review, filter } = await look(c);
      const form = c.get("form");
      const expect = versionIn(form);
      const steps = await desk[what](session.who, form.get("step"), expect);
      review.note?.(`${session.who}: ${what} of step ${steps.map(({ id }) => id).join(", ")}`);
      review.desk.changed();
      const isHistory = form.get("back") === "history";
      return c.redirect(isHistory ? "/records/history" : `/records${queryOf(filter)}`, 303);
    });
  }
}

/** The version of the history that a page showed. */
function versionIn(form: Form): number {
  const said = form.get("expect") ?? "";
  if (/^\d{1,15}$/.test(said)) return Number(said);
  throw new UsageError("The form does not say after which step.", {
    cure: "Load the page again, and undo from there.",
  });
}
