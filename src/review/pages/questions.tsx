import { Hono } from "hono";
import { type Answer, readAnswers } from "../../chain/answers.ts";
import { answerQuestion } from "../../jobs/chain/answer.ts";
import { type ChainMapping, chainMapping } from "../../jobs/chain/chain-mapping.ts";
import { type QuestionHelp, questionHelp } from "../../jobs/chain/question-examples.ts";
import { type OpenQuestions, openQuestions } from "../../jobs/chain/questions.ts";
import type { AskedImport } from "../../jobs/input/asked-import.ts";
import { withRowsAtHand, withTables } from "../../jobs/input/with-tables.ts";
import { UsageError } from "../../plain/errors.ts";
import { withDots } from "../../plain/visible.ts";
import type { ReviewEnv, Form as SentForm } from "../guard.ts";
import { Form, Page } from "../layout.tsx";
import type { Review } from "../review.ts";
import { Others, QuestionForm } from "./question-form.tsx";

/** What was found open when somebody last looked. */
interface Found extends OpenQuestions {
  /** Null if only the mapping was looked at. */
  readonly source: string | null;
  /** By question; cells are masked where they are shown. */
  readonly helps: ReadonlyMap<string, QuestionHelp>;
}

/** What the mapping leaves open for an export, as forms that write it. */
export function questionsPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  const { target, database, run } = review;
  let found: Found | undefined;
  const chain = () => chainMapping({ target, database, run });
  app.get("/", async (c) => {
    const session = c.get("session");
    const known = await chain();
    found ??= await lookAt(review, known, null);
    const { mapping, source, questions, others, helps, isPartial, sha256 } = found;
    const count = questions.length + others.length;
    return c.html(
      <Page title="Questions" at="/questions" review={review} session={session}>
        <p data-live>
          {count === 0
            ? "Nothing is open"
            : `${count} ${count === 1 ? "question is" : "questions are"} open`}{" "}
          in {withDots(mapping)}
          {source === null ? "; no export was looked at." : ` for ${withDots(source)}.`}
          {isPartial && " More may be asked once these are answered."}
        </p>
        {known.isShipped && (
          <p class="notice warning">
            This mapping comes with the program: there is nothing to write. To answer otherwise than
            it does, copy it to a file, and name that with --mapping FILE.
          </p>
        )}
        <Form action="/questions/look" session={session} class="actions">
          <label>
            Export{" "}
            <input name="source" size={40} maxlength={1000} value={source ?? known.asked.source} />
          </label>
          <button type="submit">Look for questions</button>
        </Form>
        <Others others={others} />
        {questions.map((question) => (
          <QuestionForm
            question={question}
            help={helps.get(question.id) ?? NO_HELP}
            sha256={known.isShipped ? null : sha256}
            session={session}
          />
        ))}
        <Answers answers={readAnswers(review.folder)} />
      </Page>,
    );
  });
  app.post("/look", async (c) => {
    const source = (c.get("form").get("source") ?? "").trim();
    const known = await chain();
    review.desk.begin("Looking for questions", async () => {
      found = await lookAt(review, known, source === "" ? null : source);
    });
    return c.redirect("/questions", 303);
  });
  app.post("/answer", async (c) => {
    const form = c.get("form");
    const { mapping, legacySystem } = await chain();
    if (found === undefined) throw lookFirst();
    const choice = form.get("choice") ?? "";
    const { sha256, key } = await answerQuestion({
      target,
      database,
      mapping,
      legacySystem,
      known: found,
      question: form.get("question") ?? "",
      choice: /^\d+$/.test(choice) ? Number(choice) : undefined,
      value: codesIn(form, found.helps.get(form.get("question") ?? "")) ?? form.get("value"),
      who: c.get("session").who,
      why: form.get("why"),
      seen: form.get("seen"),
    });
    const questions = found.questions.filter(({ id }) => id !== form.get("question"));
    found = Object.assign({}, found, { questions, sha256 });
    review.note?.(`questions: ${key} was answered`);
    review.desk.changed();
    return c.redirect("/questions", 303);
  });
  return app;
}

const lookFirst = (): UsageError =>
  new UsageError("Nobody has looked for questions yet.", { cure: "Load the page again." });

async function lookAt(
  { target, passwords }: Review,
  { mapping, asked, report }: ChainMapping,
  source: string | null,
): Promise<Found> {
  const look = async (opened: AskedImport): Promise<Found> => {
    const reading = asked.settings.reading ?? {};
    const wanted = source === null ? undefined : opened;
    const open = await openQuestions({ target, mapping, reading, asked: wanted });
    const helps = new Map<string, QuestionHelp>();
    const of = { target, mapping, source: opened.source, spooled: opened.spooled };
    for (const question of open.questions) {
      helps.set(question.id, await questionHelp(of, question));
    }
    return Object.assign({ source, helps }, open);
  };
  if (source === null) return withRowsAtHand(asked, report, look);
  // A database is read once for all questions.
  return withTables(Object.assign({}, asked, { source, passwords }), {}, look);
}

const NO_HELP: QuestionHelp = { cells: [], codes: null };

/** What was said of codes one by one, with what the mapping says already; undefined if nothing was. */
function codesIn(form: SentForm, help: QuestionHelp | undefined): string | undefined {
  const meant = form.all("means");
  const codes = form.all("code").flatMap((nth, at): [string, string][] => {
    const [cell, value = ""] = [help?.cells[Number(nth)], meant[at]];
    return cell === undefined || value === "" ? [] : [[cell, value]];
  });
  if (codes.length === 0) return undefined;
  return JSON.stringify({ ...help?.codes?.said, ...Object.fromEntries(codes) });
}

/** What was answered so far, the newest first. */
const Answers = ({ answers }: { readonly answers: readonly Answer[] }) =>
  answers.length === 0 ? null : (
    <section>
      <h2>Answered</h2>
      <section class="scroll" aria-label="Answers">
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Written</th>
              <th scope="col">By</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {[...answers].reverse().map(({ key, written, who, why, at }) => (
              <tr>
                <td>
                  <code>{withDots(key)}</code>
                </td>
                <td>
                  {written.map(({ path, value }) => (
                    <div>
                      <code>{withDots(`${path.at(-1) ?? ""}: ${JSON.stringify(value)}`)}</code>
                    </div>
                  ))}
                </td>
                <td>
                  {withDots(who)}, <time datetime={at}>{at.slice(0, 10)}</time>
                </td>
                <td>{withDots(why)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
