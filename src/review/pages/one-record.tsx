import type { Context, Hono } from "hono";
import type { WantedCell } from "../../chain/corrections/wanted.ts";
import type { Reject } from "../../chain/rejects/reject.ts";
import { HmsyncError, UsageError } from "../../plain/errors.ts";
import type { Form, ReviewEnv } from "../guard.ts";
import { Page } from "../layout.tsx";
import { checkSeen, keepStep, type Look, type Looking, namedRecord } from "../records/at-hand.ts";
import { queryOf } from "../records/filter.ts";
import { RecordForm } from "../records/record-form.tsx";
import { answerOf } from "../records/row-answer.ts";

const RECORD = "/:number{[0-9]+}";

/** One record to correct: its cells, and what else can be decided about it. */
export function recordPages(app: Hono<ReviewEnv>, look: Look): void {
  app.get(RECORD, async (c) => {
    const looking = await look(c);
    const record = namedRecord(looking, c.req.param("number"));
    return c.html(
      <Page title={`A record of ${record.entity}`} at="/records" {...looking}>
        <RecordForm
          looking={looking}
          record={await looking.verdicts.judge(looking, record)}
          kept={c.req.query("kept") === "yes"}
        />
      </Page>,
    );
  });
  app.post(`${RECORD}/cells`, async (c) => {
    if (c.get("form").get("as") !== "json") {
      const { looking, record } = await correct(c, look);
      return c.redirect(afterwards(looking, record), 303);
    }
    try {
      const { cells } = await correct(c, look);
      const looking = await look(c);
      const record = namedRecord(looking, c.req.param("number"));
      const judged = await looking.verdicts.judge(looking, record);
      return c.json(answerOf(looking, judged, cells));
    } catch (error) {
      if (!(error instanceof HmsyncError)) throw error;
      return c.json({ failure: { what: error.message, cure: error.cure } }, 409);
    }
  });
  app.post(`${RECORD}/decide`, async (c) => {
    const looking = await look(c);
    const record = namedRecord(looking, c.req.param("number"));
    const form = c.get("form");
    checkSeen(record, form.get("seen"));
    const kind = decisionIn(form);
    await keepStep(looking, { kind, records: [record.number] }, form.get("why"));
    return c.redirect(afterwards(looking, record), 303);
  });
}

async function correct(c: Context<ReviewEnv>, look: Look) {
  const looking = await look(c);
  const record = namedRecord(looking, c.req.param("number"));
  const form = c.get("form");
  checkSeen(record, form.get("seen"));
  const cells = cellsIn(form, record);
  const kind = form.get("newNumber") === "yes" ? "newNumber" : "set";
  await keepStep(looking, { kind, record: record.number, cells }, form.get("why"));
  return { looking, record, cells };
}

/** Back to the record, with the list that it was opened from. */
const afterwards = ({ filter }: Looking, { number }: Reject): string => {
  const query = queryOf(filter);
  return `/records/${number}${query}${query === "" ? "?" : "&"}kept=yes`;
};

/** The cells that were typed. A field that was hidden and left empty says nothing; how lines end is the browser's. */
function cellsIn(form: Form, { cells }: Reject): WantedCell[] {
  const hidden = new Set(form.all("hidden"));
  return cells.flatMap((cell, at) => {
    const said = form.get(`cell-${at}`)?.replace(/\r\n?/g, "\n");
    if (said === undefined || (said === "" && hidden.has(String(at)))) return [];
    return said === cell.replace(/\r\n?/g, "\n") ? [] : [{ at, value: said }];
  });
}

const DECISIONS = { withdraw: "withdraw", written: "asWritten", after: "afterAll" } as const;

function decisionIn(form: Form): (typeof DECISIONS)[keyof typeof DECISIONS] {
  const said = form.get("decision") ?? "";
  if (Object.hasOwn(DECISIONS, said)) return DECISIONS[said as keyof typeof DECISIONS];
  throw new UsageError("Nothing was chosen.", { cure: "Go back, and choose one of the buttons." });
}
