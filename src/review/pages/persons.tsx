import { Hono } from "hono";
import { judgePair } from "../../jobs/persons/judge.ts";
import {
  listPersons,
  PAIR_STATES,
  type PairState,
  type PersonList,
} from "../../jobs/persons/list.ts";
import type { MergeOutcome } from "../../jobs/persons/merge-run.ts";
import { nameOf, recordNamed } from "../../jobs/persons/merges-at-hand.ts";
import { searchPersons } from "../../jobs/persons/search.ts";
import { showPair, showPerson } from "../../jobs/persons/show.ts";
import { takeInVerdicts } from "../../jobs/persons/take-in.ts";
import type { RecordName } from "../../persons/merge.ts";
import type { KeptVerdict, VerdictWord } from "../../persons/verdicts/verdict-ledger.ts";
import { counted } from "../../plain/columns.ts";
import { DecisionNeeded, UsageError } from "../../plain/errors.ts";
import { termsText } from "../../report/persons-text.ts";
import { RehearseOrTakeIn, RunAtDesk } from "../at-desk.tsx";
import type { ReviewEnv, Form as SentForm } from "../guard.ts";
import { Form, Page } from "../layout.tsx";
import { RecordLabel } from "../mask.tsx";
import { PairList } from "../persons/list-view.tsx";
import { pairName, recordsNamed } from "../persons/pair-name.ts";
import { PairView } from "../persons/pair-view.tsx";
import { PersonView } from "../persons/person-view.tsx";
import type { Review } from "../review.ts";
import type { Session } from "../session.ts";

const PAIR = "/:pair{[0-9a-f]{16}}";

/** What the last rehearsal or run came to. */
interface Tried {
  readonly how: "rehearsed" | "taken in";
  readonly outcome: MergeOutcome | undefined;
}

/** What a person has just said, to be taken back by a key. */
interface LastSaid {
  readonly pair: string;
  readonly a: RecordName;
  readonly b: RecordName;
  readonly verdict: VerdictWord;
}

/** Records that may be of one person: the list, one pair at a time, a person with all its records, taking in. */
export function personsPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  listPages(app, review);
  pairPages(app, review);
  personPages(app, review);
  return app;
}

function listPages(app: Hono<ReviewEnv>, review: Review): void {
  let tried: Tried | undefined;
  app.get("/", async (c) => {
    const session = c.get("session");
    const list = await listPersons(review);
    const asked = c.req.query("state");
    const state = PAIR_STATES.find((one) => one === asked);
    const page = Math.max(1, Math.trunc(Number(c.req.query("page") ?? "1")) || 1);
    return c.html(
      <Page title="Persons" at="/persons" review={review} session={session} scripts={SCRIPTS}>
        <PairList list={list} session={session} state={state} page={page} />
        <TakeIn review={review} session={session} list={list} />
        {tried !== undefined && review.desk.job?.state !== "at work" && <Result tried={tried} />}
        <FindPerson session={session} />
      </Page>,
    );
  });
  app.post("/search", (c) => {
    review.desk.begin("Looking for records of one person", (at) =>
      searchPersons({ ...review, signal: at.signal }, at.listener),
    );
    return c.redirect("/persons", 303);
  });
  const taking = (how: Tried["how"]) =>
    review.desk.begin(how === "rehearsed" ? "Rehearsal" : "Joining persons", async (at) => {
      tried = undefined;
      const options = { ...review, dryRun: how === "rehearsed", signal: at.signal };
      tried = { how, outcome: await takeInVerdicts(options, at.listener, review.means) };
    });
  app.post("/rehearse", (c) => {
    taking("rehearsed");
    return c.redirect("/persons", 303);
  });
  app.post("/take-in", (c) => {
    taking("taken in");
    review.note?.(`${c.get("session").who} takes verdicts on persons in`);
    return c.redirect("/persons", 303);
  });
}

function pairPages(app: Hono<ReviewEnv>, review: Review): void {
  const lastSaid = new WeakMap<Session, LastSaid>();
  app.get(PAIR, async (c) => {
    const session = c.get("session");
    const shown = await showPair(review, (list) => recordsNamed(list, c.req.param("pair")));
    const here = `/persons/${c.req.param("pair")}`;
    const of = { at: "/persons", here, review, session, scripts: SCRIPTS } as const;
    return c.html(
      <Page title="One person or two?" {...of}>
        <Undo last={lastSaid.get(session)} session={session} />
        <PairView shown={shown} session={session} />
      </Page>,
    );
  });
  app.post(PAIR, async (c) => {
    const [session, form, name] = [c.get("session"), c.get("form"), c.req.param("pair")];
    const { pair, said, next } = await showPair(review, (list) => recordsNamed(list, name));
    const { a, b } = pair;
    const { verdict, why, isUndo } = sayingIn(form, said);
    await judgePair({ ...review, records: [a, b], verdict, by: session.who, why });
    review.note?.(`${session.who} said of two records: ${isUndo ? "taken back" : verdict}`);
    review.desk.changed();
    if (isUndo) {
      lastSaid.delete(session);
      return c.redirect(`/persons/${name}`, 303);
    }
    lastSaid.set(session, { pair: name, a, b, verdict });
    return c.redirect(next === undefined ? "/persons" : `/persons/${pairName(next)}`, 303);
  });
}

/** What a form says of two records, of which this was said before. */
function sayingIn(form: SentForm, said: readonly KeptVerdict[]) {
  const isUndo = form.get("verdict") === "undo";
  if (isUndo) return { isUndo, verdict: said.at(-2)?.verdict ?? "later", why: "taken back" };
  if (form.get("seen") !== String(said.at(-1)?.id ?? 0)) {
    throw new DecisionNeeded("Somebody has said something of these two meanwhile.", {
      cure: "Look at them again. Nothing was kept.",
    });
  }
  return { isUndo, verdict: verdictIn(form.get("verdict")), why: form.get("why") ?? "" };
}

function personPages(app: Hono<ReviewEnv>, review: Review): void {
  app.get(`${PAIR}/person`, async (c) => {
    const [a] = recordsNamed(await listPersons(review), c.req.param("pair"));
    const here = `/persons/${c.req.param("pair")}/person`;
    return c.html(await personPage({ review, session: c.get("session"), record: nameOf(a), here }));
  });
  // What a person is called stands in no address: the page comes with the answer.
  app.post("/person", async (c) => {
    const record = c.get("form").get("record") ?? "";
    return c.html(
      await personPage({ review, session: c.get("session"), record, here: "/persons" }),
    );
  });
  app.post("/apart", async (c) => {
    const [session, form] = [c.get("session"), c.get("form")];
    const record = recordNamed(form.get("record") ?? "");
    const { records } = await showPerson(review, record);
    const others = records.filter(({ row }) => nameOf(row) !== nameOf(record));
    const said = { verdict: "different", by: session.who, why: "taken apart" } as const;
    for (const { row } of others) await judgePair({ ...review, ...said, records: [record, row] });
    review.note?.(`${session.who} takes one record out of a person of ${records.length}`);
    review.desk.changed();
    return c.redirect("/persons?state=to-keep-apart", 303);
  });
}

const SCRIPTS = ["persons.js"];

function verdictIn(said: string | undefined): VerdictWord {
  if (said === "same" || said === "different" || said === "later") return said;
  throw new UsageError("Nothing was said of the two records.", {
    cure: "Choose same, different or later.",
  });
}

interface PersonOf {
  readonly review: Review;
  readonly session: Session;
  readonly record: string;
  readonly here: string;
}

const personPage = async ({ review, session, record, here }: PersonOf) => {
  const shown = await showPerson(review, recordNamed(record.trim()));
  return (
    <Page title="A person" at="/persons" here={here} review={review} session={session}>
      <PersonView shown={shown} session={session} />
    </Page>
  );
};

const FindPerson = ({ session }: { session: Session }) => (
  <Form action="/persons/person" session={session} class="inline">
    <label>
      A record, as patients/919 <input name="record" size={18} maxlength={200} required />
    </label>
    <button type="submit" class="quiet">
      Show its person
    </button>
  </Form>
);

const Undo = ({ last, session }: { last: LastSaid | undefined; session: Session }) => {
  if (last === undefined) return null;
  return (
    <Form action={`/persons/${last.pair}`} session={session} class="notice">
      <RecordLabel record={last.a} session={session} /> and{" "}
      <RecordLabel record={last.b} session={session} />: {last.verdict}.{" "}
      <button type="submit" name="verdict" value="undo" id="undo" class="quiet">
        Take that back <kbd>U</kbd>
      </button>
    </Form>
  );
};

const PENDING: readonly PairState[] = ["to-join", "to-keep-apart"];

const TakeIn = ({
  review,
  session,
  list,
}: {
  review: Review;
  session: Session;
  list: PersonList;
}) => {
  const pending = PENDING.reduce((sum, state) => sum + list.counts[state], 0);
  return (
    <RunAtDesk job={review.desk.job} here="/persons" session={session}>
      {pending > 0 && (
        <>
          <h2>Take in</h2>
          <p>
            {counted(pending, "verdict has", "verdicts have")} not been taken in. "Take in" joins
            the records of one person to one row, with all that hangs on them: a backup is made
            first, and the run can be undone on any later day. "Rehearse" does the same and rolls it
            back.
          </p>
          <RehearseOrTakeIn
            rehearse="/persons/rehearse"
            takeIn="/persons/take-in"
            session={session}
          />
        </>
      )}
    </RunAtDesk>
  );
};

const Result = ({ tried: { how, outcome } }: { tried: Tried }) => {
  if (outcome === undefined) return <p class="notice">There was nothing to take in.</p>;
  const { summary, verdicts } = outcome;
  const isGood = summary.exitCode === 0;
  return (
    <>
      <h2 id="result">
        {how === "rehearsed" ? "What the rehearsal came to" : "What was taken in"}
      </h2>
      <p class={`notice${isGood ? "" : " error"}`}>
        {isGood
          ? `${counted(verdicts, "verdict")} ${how === "rehearsed" ? "would be taken in" : `taken in by run ${summary.run}`}. The figures agree.`
          : "The figures do not agree with the database: nothing was changed."}
      </p>
      <section class="scroll" tabindex={0} aria-label="Every term">
        <pre>{termsText(outcome)}</pre>
      </section>
    </>
  );
};
