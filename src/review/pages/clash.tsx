import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { Wanted } from "../../chain/corrections/wanted.ts";
import type { Reject } from "../../chain/rejects/reject.ts";
import { UsageError } from "../../plain/errors.ts";
import { oneLine } from "../../plain/visible.ts";
import type { ReviewEnv, Form as SentForm } from "../guard.ts";
import { Form, Page } from "../layout.tsx";
import { Differs, Value } from "../mask.tsx";
import {
  checkSeen,
  keepStep,
  type Look,
  type Looking,
  namedRecord,
  recordMark,
} from "../records/at-hand.ts";
import { queryOf } from "../records/filter.ts";
import { StateBadge } from "../records/grid.tsx";
import { type HeldAlready, heldAlready } from "../records/in-application.ts";

const CLASH = "/:number{[0-9]+}/clash";
/** As many as fit beside each other: an id that more have is a column that tells none apart. */
const MOST = 12;
/** In the place of a record's number: the one that is in the application already. */
const HELD = "held";

/** Records of one id, side by side: which is kept, whether both are, and as what. */
export function clashPages(app: Hono<ReviewEnv>, look: Look): void {
  app.get(CLASH, async (c) => {
    const looking = await look(c);
    const record = namedRecord(looking, c.req.param("number"));
    return c.html(
      <Page title="Records of one number" at="/records" {...looking}>
        <Clash looking={looking} record={record} held={await heldAlready(looking, record)} />
      </Page>,
    );
  });
  app.post(CLASH, async (c) => {
    const looking = await look(c);
    const record = namedRecord(looking, c.req.param("number"));
    const form = c.get("form");
    const rivals = rivalsOf(looking, record);
    for (const rival of rivals) checkSeen(rival, form.get(`seen-${rival.number}`));
    const why = (form.get("why") ?? "").trim();
    const isHeld = form.get("keep") === HELD && form.get("solve") === "keep";
    const usual = isHeld ? `what is in ${looking.review.target.title} is kept` : "";
    await keepStep(looking, solution(looking, rivals, form), why === "" ? usual : why);
    return c.redirect(`/records/${record.number}/clash${queryOf(looking.filter)}`, 303);
  });
}

const rivalsOf = ({ index }: Looking, { number }: Reject): Reject[] =>
  index.sameId(number).slice(0, MOST);

/** @throws UsageError if it is not said what is to become of the records */
function solution(looking: Looking, rivals: readonly Reject[], form: SentForm): Wanted {
  const solve = form.get("solve");
  if (solve === "numbers") {
    return {
      kind: "newNumbers",
      records: rivals.flatMap((rival) => withNumber(looking, rival, form)),
    };
  }
  const keep = form.get("keep");
  const kept = rivals.find(({ number }) => String(number) === keep);
  if (kept === undefined && keep !== HELD) {
    throw new UsageError("Nobody said which record is kept.", {
      cure: "Go back, and choose one of them.",
    });
  }
  const others = rivals.filter((rival) => rival !== kept && rival.state !== "withdrawn");
  const numbers = others.map(({ number }) => number);
  if (solve === "same") {
    return { kind: "samePerson", records: numbers, kept: rivals[0]?.legacyId ?? "" };
  }
  if (kept === undefined) return { kind: "withdraw", records: numbers };
  return { kind: "keepThis", record: kept.number, others: numbers };
}

function withNumber({ index }: Looking, { number, entity }: Reject, form: SentForm) {
  const value = (form.get(`id-${number}`) ?? "").trim();
  const column = index.columns(entity).find(({ role }) => role === "legacy id");
  if (value === "" || column === undefined) return [];
  return [{ record: number, cells: [{ at: column.at, value }] }];
}

interface ClashProps {
  readonly looking: Looking;
  readonly record: Reject;
  /** Of the record that is in already, if one is. */
  readonly held: HeldAlready | undefined;
}

const Clash: FC<ClashProps> = ({ looking, record, held }) => {
  const { filter, session, index } = looking;
  const rivals = rivalsOf(looking, record);
  const query = queryOf(filter);
  const all = index.sameId(record.number).length;
  return (
    <>
      <p class="pager">
        <a href={`/records/${record.number}${query}`}>Back to the record</a>
        <a href={`/records${query}`}>Back to the list</a>
      </p>
      {all > MOST && (
        <p class="notice warning">
          {all} records have this number; the first {MOST} are shown. A column that so many share
          tells none apart: check which column of the mapping is the number.
        </p>
      )}
      <p>
        Choose the record to keep; the others are not imported. Or give each record that is another
        one a new number, and keep all.
      </p>
      <Form action={`/records/${record.number}/clash${query}`} session={session}>
        {rivals.map((rival) => (
          <input type="hidden" name={`seen-${rival.number}`} value={recordMark(rival)} />
        ))}
        <section class="scroll" tabindex={0} aria-label="Records side by side">
          <SideBySide looking={looking} rivals={rivals} held={held} />
        </section>
        <div class="actions">
          <label>
            Why <input name="why" size={36} maxlength={300} />
          </label>
          <button type="submit" name="solve" value="keep">
            Keep the chosen one, not the others
          </button>
          <button type="submit" name="solve" value="same" class="quiet">
            The same person: keep the chosen one
          </button>
          <button type="submit" name="solve" value="numbers" class="quiet">
            Keep all, with the new numbers
          </button>
        </div>
      </Form>
    </>
  );
};

interface SideProps {
  readonly looking: Looking;
  readonly rivals: readonly Reject[];
  readonly held: HeldAlready | undefined;
}

const SideBySide: FC<SideProps> = ({ looking, rivals, held }) => {
  const { index, session, review } = looking;
  const columns = index.columns(rivals[0]?.entity ?? "");
  return (
    <table class="clash">
      <thead>
        <tr>
          <th scope="col">Column</th>
          {rivals.map((rival) => (
            <th scope="col">
              {oneLine(rival.file)} line {rival.line}{" "}
              <StateBadge record={looking.verdicts.shown(rival)} session={session} />
            </th>
          ))}
          {held && <th scope="col">In {review.target.title} already</th>}
        </tr>
      </thead>
      <tbody>
        {columns.map(({ at, name }) => {
          const texts = rivals.map(({ cells }) => cells[at] ?? "");
          const differs = new Set(texts).size > 1;
          return (
            <tr class={differs ? "differs" : ""}>
              <th scope="row">
                {differs && <Differs />}
                {oneLine(name) || "(no name)"}
              </th>
              {texts.map((text) => (
                <td>
                  <Value value={text} session={session} />
                </td>
              ))}
              {held && (
                <td>{held.has(at) && <Value value={held.get(at) ?? ""} session={session} />}</td>
              )}
            </tr>
          );
        })}
        <tr>
          <th scope="row">Keep</th>
          {rivals.map((rival) => (
            <td>
              <label>
                <input type="radio" name="keep" value={rival.number} /> this one
              </label>
            </td>
          ))}
          {held && (
            <td>
              <label>
                <input type="radio" name="keep" value={HELD} /> this one
              </label>
            </td>
          )}
        </tr>
        <tr>
          <th scope="row">New number</th>
          {rivals.map((rival) => (
            <td>
              <input
                name={`id-${rival.number}`}
                size={14}
                aria-label={`New number of the record of line ${rival.line}`}
              />
            </td>
          ))}
          {held && <td class="soft">as it is</td>}
        </tr>
      </tbody>
    </table>
  );
};
