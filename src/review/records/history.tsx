import type { FC } from "hono/jsx";
import type { PastStep } from "../../chain/corrections/step.ts";
import { grouped, minuteOf } from "../../plain/columns.ts";
import { withDots } from "../../plain/visible.ts";
import { Form } from "../layout.tsx";
import { Value } from "../mask.tsx";
import type { Looking } from "./at-hand.ts";

const KINDS: Readonly<Record<PastStep["kind"], string>> = {
  set: "cells corrected",
  replace: "one value replaced everywhere",
  withdraw: "not to be imported",
  newNumber: "a new number",
  asWritten: "meant as written",
  keepThis: "one of a clash kept",
  newNumbers: "new numbers for a clash",
  samePerson: "the same person",
  afterAll: "to be imported after all",
  edited: "fixes.csv edited by hand",
};

export const stepName = ({ kind, records }: Pick<PastStep, "kind" | "records">): string =>
  `${KINDS[kind]}, ${grouped(records)} ${records === 1 ? "record" : "records"}`;

interface HistoryBarProps {
  readonly looking: Looking;
  /** The query of the list to come back to. */
  readonly back: string;
}

/** What was done last, and its way back. */
export const HistoryBar: FC<HistoryBarProps> = ({ looking, back }) => {
  const { desk, session } = looking;
  const steps = desk.steps();
  const { version } = desk.corrections;
  const last = steps.filter(({ state }) => state === "done").at(-1);
  const next = steps.find(({ state }) => state === "undone");
  return (
    <div class="actions history" id="history">
      {(["undo", "redo"] as const).map((what) => {
        const step = what === "undo" ? last : next;
        return (
          <Form action={`/records/${what}${back}`} session={session} class="inline" id={what}>
            <input type="hidden" name="expect" value={version} />
            <button type="submit" class="quiet" disabled={step === undefined}>
              {what === "undo" ? "Undo" : "Redo"}
              {step !== undefined && <span class="soft">: {stepName(step)}</span>}
            </button>
          </Form>
        );
      })}
      {steps.length > 0 && <a href="/records/history">History ({grouped(steps.length)})</a>}
    </div>
  );
};

/** Every step, the last first. */
export const HistoryTable: FC<{ looking: Looking }> = ({ looking: { desk, session } }) => (
  <section class="scroll" tabindex={0} aria-label="History">
    <table>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">Why</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {[...desk.steps()].reverse().map((step) => (
          <tr>
            <th scope="row">{step.id}</th>
            <td>
              <time datetime={step.at}>{minuteOf(step.at)} UTC</time>
            </td>
            <td>{withDots(step.who)}</td>
            <td>{stepName(step)}</td>
            <td>
              {step.why === "" ? (
                <span class="soft">(not said)</span>
              ) : (
                <Value value={step.why} session={session} />
              )}
            </td>
            <td>
              {step.state === "given up" ? "undone, then given up" : step.state}{" "}
              {step.state !== "given up" && (
                <Form
                  action={step.state === "done" ? "/records/undo" : "/records/redo"}
                  session={session}
                  class="inline"
                >
                  <input type="hidden" name="step" value={step.id} />
                  <input type="hidden" name="back" value="history" />
                  <input type="hidden" name="expect" value={desk.corrections.version} />
                  <button type="submit" class="quiet">
                    {step.state === "done" ? "Undo back to here" : "Redo up to here"}
                  </button>
                </Form>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
