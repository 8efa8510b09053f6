import type { FC } from "hono/jsx";
import type { CodeHelp, QuestionHelp } from "../../jobs/chain/question-examples.ts";
import type { OpenQuestion, OpenQuestions } from "../../jobs/chain/questions.ts";
import { withDots } from "../../plain/visible.ts";
import { Form } from "../layout.tsx";
import { shown, Value } from "../mask.tsx";
import type { Session } from "../session.ts";

interface QuestionProps {
  readonly question: OpenQuestion;
  readonly help: QuestionHelp;
  /** Of the mapping's file as it is shown; null where nothing can be written. */
  readonly sha256: string | null;
  readonly session: Session;
}

/** One question, with its evidence, what may be said, and room for something else. */
export const QuestionForm: FC<QuestionProps> = ({ question, help, sha256, session }) => {
  const { id, key, says, choices, isFree } = question;
  const { codes } = help;
  const examples = codes === null ? seenApart(help.cells, session) : [];
  const isSigned = choices.some((one) => one.isSigned);
  return (
    <Form action="/questions/answer" session={session} id={`q-${id}`}>
      <fieldset class="question">
        <legend>
          <code>{withDots(key)}</code>
        </legend>
        <p>{withDots(says)}</p>
        {examples.length > 0 && (
          <p class="small">
            <span class="soft">Cells, for example:</span>{" "}
            {examples.map((cell) => (
              <>
                <span class="example">
                  <Value value={cell} session={session} />
                </span>{" "}
              </>
            ))}
          </p>
        )}
        {sha256 !== null && (choices.length > 0 || isFree) && (
          <>
            <input type="hidden" name="question" value={id} />
            <input type="hidden" name="seen" value={sha256} />
            {codes !== null && <Codes cells={help.cells} codes={codes} session={session} />}
            {choices.map(({ label }, nth) => (
              <label class="choice">
                <input type="radio" name="choice" value={String(nth)} required={!isFree} />{" "}
                {withDots(label)}
              </label>
            ))}
            {isFree && (
              <label class="choice">
                {choices.length > 0 && <input type="radio" name="choice" value="" />}{" "}
                {choices.length > 0 ? "something else: " : "Answer: "}
                <input name="value" size={28} maxlength={2000} />{" "}
                <span class="soft small">
                  text, or JSON:{" "}
                  <code>{key.endsWith(".codes") ? '{ "1": "M" }' : '["a", "b"]'}</code>
                </span>
              </label>
            )}
            <div class="actions">
              <label>
                Why{isSigned ? " (written into the mapping)" : ""}{" "}
                <input name="why" size={36} maxlength={500} />
              </label>
              <button type="submit">Write into the mapping</button>
            </div>
          </>
        )}
      </fieldset>
    </Form>
  );
};

/** Cells that look alike while they are masked are shown once. */
const seenApart = (cells: readonly string[], session: Session): string[] =>
  cells.filter(
    (cell, at) => cells.findIndex((one) => shown(one, session) === shown(cell, session)) === at,
  );

interface CodesProps {
  readonly cells: readonly string[];
  readonly codes: CodeHelp;
  readonly session: Session;
}

/** What each code of the column means; which it is can be seen once values are shown. */
const Codes: FC<CodesProps> = ({ cells, codes, session }) => {
  if (!session.revealed)
    return <p class="small">Show values to say code by code what they mean.</p>;
  return (
    <div class="codes">
      {cells.map((cell, nth) => (
        <label>
          <Value value={cell} session={session} /> means{" "}
          <input type="hidden" name="code" value={String(nth)} />
          <select name="means">
            <option value="">(not said)</option>
            {codes.meanings.map((meaning) => (
              <option value={meaning} selected={codes.said[cell] === meaning}>
                {meaning}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
};

/** What no single key answers. */
export const Others: FC<Pick<OpenQuestions, "others">> = ({ others }) => (
  <>
    {others.map(({ says, cure }) => (
      <div class="notice warning">
        {says.split("\n").map((line) => (
          <p>{withDots(line)}</p>
        ))}
        <p>{withDots(cure)}</p>
      </div>
    ))}
  </>
);
