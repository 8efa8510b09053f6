import { statSync } from "node:fs";
import { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { ApprovalCounts, JudgedLine } from "../../chain/approvals.ts";
import { approveLines, judgeSheet, type Saying } from "../../jobs/chain/approve.ts";
import { type ChainMapping, chainMapping, chainSheet } from "../../jobs/chain/chain-mapping.ts";
import type { MappingSheet } from "../../mapping/sheet/mapping-sheet.ts";
import { groupBy } from "../../plain/group-by.ts";
import { withDots } from "../../plain/visible.ts";
import type { ReviewEnv, Form as SentForm } from "../guard.ts";
import { Form, Page } from "../layout.tsx";
import type { Review } from "../review.ts";
import type { Session } from "../session.ts";
import { MappingLine } from "./mapping-line.tsx";

/** The sheet of the chain's mapping: each line with what was said to it, to be approved or refused. */
export function mappingPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  const sheetOf = sheetReader(review);
  review.ahead.push(() => sheetOf({ revealed: false }));
  app.get("/", async (c) => {
    const session = c.get("session");
    const { mapping, hasSource, sheet } = await sheetOf(session);
    const judged = judgeSheet({ sheet, database: review.database });
    const state = c.req.query("state") ?? "";
    const lines = judged.lines.map((line, at) => ({ line, number: at + 1 }));
    const shown = lines.filter(({ line }) => state === "" || line.state === state);
    return c.html(
      <Page title="Mapping" at="/mapping" review={review} session={session} scripts={["lines.js"]}>
        <p class="soft">
          {withDots(mapping)}, SHA-256 <code>{sheet.sha256.slice(0, 16)}</code>. An approval is for
          a line as it is: when the mapping changes it, it has to be approved again.
          {hasSource ? "" : " The export is no longer where it was: there are no examples."}
        </p>
        <Counts counts={judged.counts} state={state} />
        <p class="soft small keys">
          Keys: up and down go from line to line, <kbd>a</kbd> approves it, <kbd>Space</kbd> chooses
          it, <kbd>r</kbd> goes to the remark.
        </p>
        {shown.length === 0 && <p>No line is {state}.</p>}
        {[...groupBy(shown, ({ line }) => line.group)].map(([group, some]) => (
          <Group group={group} lines={some} session={session} state={state} />
        ))}
      </Page>,
    );
  });
  app.post("/say", async (c) => {
    const session = c.get("session");
    const form = c.get("form");
    const { sheet } = await sheetOf(session);
    const of = { sheet, database: review.database };
    const said = approveLines(
      of,
      sayingOf(form, { lines: judgeSheet(of).lines, who: session.who }),
    );
    review.note?.(`mapping: ${said.length} lines ${verdictOf(form)}: ${said.join(", ")}`);
    review.desk.changed();
    const state = form.get("state") ?? "";
    const query = STATES.some(([name]) => name === state) ? `?state=${state}` : "";
    return c.redirect(`/mapping${query}#${anchorOf(form.get("group") ?? "")}`, 303);
  });
  return app;
}

interface ReadSheet extends ChainMapping {
  readonly sheet: MappingSheet;
}

/** Reads sheets, and each again only when the mapping's file, or what may be seen, is another. */
function sheetReader({ target, database, run }: Review) {
  const read = new Map<string, Promise<ReadSheet>>();
  return async ({ revealed }: Pick<Session, "revealed">): Promise<ReadSheet> => {
    const known = await chainMapping({ target, database, run });
    const { mapping, hasSource, asked } = known;
    const written = statSync(mapping, { throwIfNoEntry: false });
    const key = JSON.stringify([revealed, mapping, written, hasSource, asked.source]);
    const sheet =
      read.get(key) ??
      chainSheet(known, { target, reveal: revealed }).then((one) =>
        Object.assign({ sheet: one }, known),
      );
    read.clear();
    read.set(key, sheet);
    return sheet;
  };
}

const VERDICTS: Readonly<Record<string, Saying["verdict"]>> = {
  approve: "approved",
  refuse: "refused",
  back: "taken back",
};

const verdictOf = (form: SentForm): Saying["verdict"] =>
  VERDICTS[(form.get("do") ?? "").split(" ")[0] ?? ""] ?? "taken back";

interface Standing {
  readonly lines: readonly JudgedLine[];
  readonly who: string;
}

/** A button says what is done, and to which line; lines are named by what they said when they were shown. */
function sayingOf(form: SentForm, { lines, who }: Standing): Saying {
  const [, which = ""] = (form.get("do") ?? "").split(" ");
  const hashes = which === "shown" || which === "chosen" ? form.all(which) : [which];
  const keys = new Map(lines.map(({ key, sha256 }) => [sha256, key]));
  const changed = hashes.filter((hash) => !keys.has(hash));
  const seen = new Map(hashes.map((hash) => [keys.get(hash) ?? "", hash]));
  return {
    // A line that is not there any more as it was shown is refused by name.
    lines: changed.length > 0 ? ["(a line that has changed meanwhile)"] : [...seen.keys()],
    verdict: verdictOf(form),
    who,
    remark: form.get("remark"),
    seen,
  };
}

const STATES = [
  ["open", "open"],
  ["approved", "approved"],
  ["refused", "refused"],
  ["void", "changed since"],
] as const;

const Counts: FC<{ counts: ApprovalCounts; state: string }> = ({ counts, state }) => (
  <>
    <p>
      <meter min={0} max={counts.lines} value={counts.approved}>
        {counts.approved} of {counts.lines}
      </meter>{" "}
      <b>{counts.approved}</b> of {counts.lines} lines are approved.
    </p>
    <nav aria-label="Lines by what was said" class="states">
      <a href="/mapping" {...(state === "" ? { "aria-current": "true" } : {})}>
        all {counts.lines}
      </a>
      {STATES.map(([name, words]) => (
        <a href={`/mapping?state=${name}`} {...(state === name ? { "aria-current": "true" } : {})}>
          {words} {counts[name]}
        </a>
      ))}
    </nav>
  </>
);

const anchorOf = (group: string): string => `g-${group.replace(/[^A-Za-z0-9]/g, "-")}`;

interface GroupProps {
  readonly group: string;
  readonly lines: readonly { readonly line: JudgedLine; readonly number: number }[];
  readonly session: Session;
  readonly state: string;
}

/** The lines of one entity, in a form of their own. */
const Group: FC<GroupProps> = ({ group, lines, session, state }) => {
  const waiting = lines.filter(({ line }) => line.state !== "approved");
  const title = group === "mapping" ? "All of the mapping" : group;
  return (
    <section class="lines" aria-labelledby={anchorOf(group)}>
      <h2 id={anchorOf(group)}>{title}</h2>
      <Form action="/mapping/say" session={session}>
        <input type="hidden" name="group" value={group} />
        <input type="hidden" name="state" value={state} />
        {lines.map(({ line }) => (
          <input type="hidden" name="shown" value={line.sha256} />
        ))}
        <section class="scroll" aria-label={`Lines of ${title}`}>
          <table class="cards">
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">Legacy field</th>
                <th scope="col">Field</th>
                <th scope="col">Conversion and checks</th>
                <th scope="col">Decision</th>
                <th scope="col">Said</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ line, number }) => (
                <MappingLine line={line} number={number} session={session} />
              ))}
            </tbody>
          </table>
        </section>
        <div class="actions">
          <button type="submit" name="do" value="approve shown" disabled={waiting.length === 0}>
            Approve all {lines.length} shown
          </button>
          <button type="submit" name="do" value="approve chosen" class="quiet">
            Approve chosen
          </button>
          <label>
            Remark <input name="remark" maxlength={500} size={28} />
          </label>
          <button type="submit" name="do" value="refuse chosen" class="quiet">
            Refuse chosen
          </button>
          <button type="submit" name="do" value="back chosen" class="quiet">
            Take back chosen
          </button>
        </div>
      </Form>
    </section>
  );
};
