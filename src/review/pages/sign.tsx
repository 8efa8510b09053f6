import { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { OpenPoint } from "../../chain/sign-off.ts";
import { type SignedState, signedState, type Verified } from "../../chain/signed-state.ts";
import type { Broken, BrokenRows, Verification } from "../../chain/verification.ts";
import { type OpenNow, readOpen, signChain } from "../../jobs/chain/sign.ts";
import { verifySignOff } from "../../jobs/chain/verify-sign-off.ts";
import type { ImportListener } from "../../jobs/listener.ts";
import { grouped, minuteOf } from "../../plain/columns.ts";
import { UsageError } from "../../plain/errors.ts";
import { withDots } from "../../plain/visible.ts";
import { SignOffBody, signOffTitle } from "../../report/sign-off-page.tsx";
import { AtDesk } from "../at-desk.tsx";
import type { ReviewEnv } from "../guard.ts";
import { Form, Page } from "../layout.tsx";
import { Value } from "../mask.tsx";
import type { Review } from "../review.ts";
import type { Session } from "../session.ts";

/** Rows that a page lists: the command has them all. */
const SHOWN = 50;

/** Signing: what is open, the form, what was signed, and whether it still holds. */
export function signPages(review: Review): Hono<ReviewEnv> {
  const app = new Hono<ReviewEnv>();
  let found: Verification | undefined;
  app.get("/", async (c) => {
    const session = c.get("session");
    const { chain, standing } = await review.snapshot.read();
    const now = await readOpen(review, standing);
    const state = signedState(review.folder, chain);
    const ofState = found?.signed.at === state?.signOff.signed.at ? found : undefined;
    return c.html(
      <Page title="Sign" at="/sign" review={review} session={session}>
        <AtDesk job={review.desk.job} here="/sign" counts="rows read" session={session} />
        {state !== undefined && <Signed state={state} found={ofState} session={session} />}
        <Open now={now} />
        <SignForm now={now} session={session} isAgain={state !== undefined} />
      </Page>,
    );
  });
  app.post("/", async (c) => {
    const form = c.get("form");
    const session = c.get("session");
    const [by, role] = [form.get("by") ?? "", form.get("role") ?? ""];
    const { standing } = await review.snapshot.read();
    const { length: points } = (await readOpen(review, standing)).open;
    if (points > 0 && form.get("accept") !== "yes") {
      throw new UsageError(`${grouped(points)} points are open. Nothing was signed.`, {
        cure: "Say that you sign with them: they are named in the signature.",
      });
    }
    const said = { by, role, remark: form.get("remark") ?? "", seen: form.get("seen") ?? "" };
    review.desk.begin("Signing", async ({ listener: { note, progress }, signal }) => {
      const rows = rowsHeard(progress);
      await signChain(Object.assign({ signal }, said, review), { note, progress: rows });
    });
    review.note?.(`${session.who} signs`);
    return c.redirect("/sign", 303);
  });
  app.post("/verify", (c) => {
    review.desk.begin("Verifying what was signed", async ({ listener, signal }) => {
      const { note, progress } = listener;
      const { chain } = await review.snapshot.read();
      const state = signedState(review.folder, chain);
      if (state === undefined) return;
      const { target, database } = review;
      const asked = { target, database, file: state.file, signal };
      found = await verifySignOff(asked, { note, progress: rowsHeard(progress) });
    });
    return c.redirect("/sign", 303);
  });
  app.get("/print", async (c) => {
    const { chain } = await review.snapshot.read();
    const state = signedState(review.folder, chain);
    if (state === undefined) return c.redirect("/sign", 303);
    return c.html(
      <Page
        title={signOffTitle(state.signOff)}
        at="/sign"
        review={review}
        session={c.get("session")}
      >
        <Changed state={state} />
        <SignOffBody signOff={state.signOff} />
      </Page>,
    );
  });
  return app;
}

/** The desk counts records; here they are rows. */
function rowsHeard(progress: ImportListener["progress"]): (rows: number) => void {
  let records = 0;
  return (rows) => {
    records += rows;
    progress?.({ entity: "rows", bytes: 0, records, rejected: 0 });
  };
}

const Open: FC<{ now: OpenNow }> = ({ now: { open } }) => (
  <>
    <h2>What is open</h2>
    {open.length === 0 ? (
      <p class="notice">Nothing is open.</p>
    ) : (
      <>
        <p>
          These are named in the signature if you sign now: "signed with{" "}
          {open.length === 1 ? "1 open point" : `${open.length} open points`}".
        </p>
        <ul class="points">
          {open.map(({ what, text }) => (
            <li>
              {withDots(text)} <a href={PLACES[what]}>Look at it</a>
            </li>
          ))}
        </ul>
      </>
    )}
  </>
);

/** Where each kind of open point is worked on. */
const PLACES: Readonly<Record<OpenPoint["what"], string>> = {
  records: "/records",
  "part of the export": "/runs",
  balance: "/",
  figures: "/",
  "sample not drawn": "/sample",
  "sample not finished": "/sample",
  "sample found wrong records": "/sample",
  "sample smaller than the rule": "/sample",
  "sample of an earlier state": "/sample",
  mapping: "/mapping",
  corrections: "/records",
};

interface SignFormProps {
  readonly now: OpenNow;
  readonly session: Session;
  readonly isAgain: boolean;
}

const SignForm: FC<SignFormProps> = ({ now, session, isAgain }) => {
  const { open, seen, books } = now;
  const { total } = books.standing;
  return (
    <>
      <h2>{isAgain ? "Sign again" : "Sign"}</h2>
      <p>
        {grouped(total.in)} of {grouped(total.records)} records of the export are in. Every figure,
        the hashes of the files, the mapping, the corrections, the sample and a digest of each
        column of the database are signed.
      </p>
      <Form action="/sign" session={session} class="sign">
        <input type="hidden" name="seen" value={seen} />
        <p>
          <label>
            Name <input name="by" value={session.who} required maxlength={120} size={28} />
          </label>
        </p>
        <p>
          <label>
            Role in the hospital <input name="role" required maxlength={120} size={28} />
          </label>
        </p>
        <p>
          <label>
            Remark <textarea name="remark" rows={3} cols={48} maxlength={2000}></textarea>
          </label>
        </p>
        {open.length > 0 && (
          <p>
            <label>
              <input type="checkbox" name="accept" value="yes" required /> I sign with{" "}
              {open.length === 1 ? "1 point" : `${open.length} points`} open
            </label>
          </p>
        )}
        <div class="actions">
          <button type="submit">Sign</button>
        </div>
      </Form>
    </>
  );
};

interface SignedProps {
  readonly state: SignedState;
  readonly found: Verification | undefined;
  readonly session: Session;
}

const Signed: FC<SignedProps> = ({ state, found, session }) => {
  const { signed, open, digest } = state.signOff;
  return (
    <>
      <h2>Signed</h2>
      <dl class="facts">
        <dt>By</dt>
        <dd>
          <b>{withDots(signed.by)}</b>, {withDots(signed.role)}
        </dd>
        <dt>On</dt>
        <dd>{momentOf(signed.at)}</dd>
        <dt>Open then</dt>
        <dd>{open.length === 0 ? "nothing" : `${open.length} points`}</dd>
        <dt>Digest</dt>
        <dd class="code">{digest}</dd>
      </dl>
      <Changed state={state} />
      {found !== undefined && !found.holds && <Found found={found} session={session} />}
      <Form action="/sign/verify" session={session}>
        <div class="actions">
          <button type="submit">Verify all of it now</button>
          <a href="/sign/print">The sign-off to read and print</a>
        </div>
      </Form>
    </>
  );
};

/** What is known of a signature by now. */
const Changed: FC<{ state: SignedState }> = ({ state }) => {
  const { isEdited, runsSince, verified, isChanged } = state;
  const said = [
    ...(isEdited ? ["The file was edited after it was signed."] : []),
    ...(runsSince.length > 0 ? [`Runs have written since: ${runsSince.join(", ")}.`] : []),
    ...(verified === undefined ? [] : [verifiedText(verified)]),
  ];
  if (said.length === 0) {
    return <p class="soft">It has not been verified since it was signed.</p>;
  }
  const isBad = isChanged || verified?.holds === false;
  return (
    <div class={isBad ? "notice error" : "notice"}>
      {isChanged && (
        <p>
          <b>Changed since it was signed.</b>
        </p>
      )}
      {said.map((one) => (
        <p>{one}</p>
      ))}
    </div>
  );
};

const momentOf = (at: string): string => `${minuteOf(at)} UTC`;

function verifiedText({ at, holds, differs, unknown, rows }: Verified): string {
  if (holds) return `Verified on ${momentOf(at)}: all of it holds.`;
  const counts = [
    ...(differs > 0 ? [`${grouped(differs)} figures differ`] : []),
    ...(rows > 0 ? [`${grouped(rows)} rows differ`] : []),
    ...(unknown > 0 ? [`${grouped(unknown)} cannot be worked out again`] : []),
  ];
  return `Verified on ${momentOf(at)}: ${counts.join(", ")}.`;
}

const Found: FC<{ found: Verification; session: Session }> = ({
  found: { broken, rows },
  session,
}) => (
  <>
    {rows.map((part) => (
      <RowsTable part={part} session={session} />
    ))}
    <section class="scroll" tabindex={0} aria-label="What does not hold">
      <table>
        <thead>
          <tr>
            {["What", "", "Signed", "Now"].map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {broken.slice(0, SHOWN).map((one) => (
            <BrokenRow broken={one} />
          ))}
        </tbody>
      </table>
    </section>
  </>
);

const BrokenRow: FC<{ broken: Broken }> = ({ broken: { what, text, signed, now } }) => (
  <tr>
    <td>
      <span class={what === "differs" ? "badge error" : "badge warning"}>{what}</span>
    </td>
    <td>{withDots(text)}</td>
    <td class="code">{withDots(signed ?? "")}</td>
    <td class="code">{withDots(now ?? "")}</td>
  </tr>
);

const RowsTable: FC<{ part: BrokenRows; session: Session }> = ({
  part: { table, entity, key, count, rows },
  session,
}) => (
  <>
    <h3>
      {grouped(count)} {count === 1 ? "row" : "rows"} of {table}
      {entity === undefined && " that this import did not write"}
    </h3>
    <section class="scroll" tabindex={0} aria-label={`Rows of ${table}`}>
      <table>
        <thead>
          <tr>
            {["What", "Legacy number", key, "Columns"].map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <tr>
              <td>{row.what}</td>
              <td>{row.legacyId && <Value value={row.legacyId} session={session} />}</td>
              <td class="code">{row.key && <Value value={row.key} session={session} />}</td>
              <td>{row.columns.join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
    {count > SHOWN && <p class="soft">The command import:verify-sign-off lists more.</p>}
  </>
);
