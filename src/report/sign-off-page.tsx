import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import { minorDigits } from "../../shared/currency.ts";
import type { SignOff } from "../chain/sign-off.ts";
import type { FigureStanding, Standing } from "../chain/standing.ts";
import { RECORD_STATES } from "../chain/standing.ts";
import { grouped, groupedDecimal, minuteOf } from "../plain/columns.ts";
import { withDots } from "../plain/visible.ts";
import { STYLE } from "./page/style.ts";
import { Contents, LeftOut, Rules, Sources } from "./sign-off/sources.tsx";
import { Numbers, type Part, Table } from "./sign-off/table.tsx";

// The page of a sign-off that is printed, signed by hand and filed. No patient's value is on it.

const OWN_STYLE = `
main { overflow-wrap: anywhere; }
.hand { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 2.6rem 2rem; margin: 3.2rem 0 1rem; break-inside: avoid; }
.hand p { border-top: 1px solid var(--ink); margin: 0; padding-top: .25rem; }
.open-points { border-left: 4px solid var(--warning); background: var(--warning-bg); padding: .6rem .9rem; border-radius: 4px; }
.open-points ul { margin: .4rem 0 0; padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.4rem; margin: .6rem 0; }
dt { color: var(--soft); } dd { margin: 0; }
@media (max-width: 480px) { dl { grid-template-columns: 1fr; } body { padding: 1rem .9rem 3rem; } }
`;

/** The page as it is written to a file: one document, without scripts. */
export const signOffPage = (signOff: SignOff): string =>
  `<!doctype html>\n${(<SignOffDocument signOff={signOff} />).toString()}\n`;

const SignOffDocument: FC<{ signOff: SignOff }> = ({ signOff }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Sign-off of {withDots(signOff.figures.standing.legacySystem)}</title>
      <style>{raw(STYLE + OWN_STYLE)}</style>
    </head>
    <body>
      <main>
        <h1>{signOffTitle(signOff)}</h1>
        <SignOffBody signOff={signOff} />
      </main>
    </body>
  </html>
);

export const signOffTitle = ({ figures }: SignOff): string =>
  `Sign-off of the import of ${withDots(figures.standing.legacySystem)}`;

/** All of a sign-off but its title. */
export const SignOffBody: FC<{ signOff: SignOff }> = ({ signOff }) => (
  <>
    <SignedBy signOff={signOff} />
    <Records signOff={signOff} />
    <Figures signOff={signOff} />
    <Sample signOff={signOff} />
    <Sources signOff={signOff} />
    <LeftOut signOff={signOff} />
    <Rules signOff={signOff} />
    <Contents signOff={signOff} />
    <ByHand signOff={signOff} />
  </>
);

const SignedBy: Part = ({ signOff: { signed, open, figures, digest } }) => (
  <>
    <p class="soft">
      into {withDots(figures.target.title)}, database {withDots(figures.database.name)}
    </p>
    <dl class="facts">
      <dt>Signed by</dt>
      <dd>
        <b>{withDots(signed.by)}</b>, {withDots(signed.role)}
      </dd>
      <dt>On</dt>
      <dd>{minuteOf(signed.at)} (UTC)</dd>
      {signed.remark !== "" && (
        <>
          <dt>Remark</dt>
          <dd>{withDots(signed.remark)}</dd>
        </>
      )}
      <dt>Digest of this sign-off</dt>
      <dd class="code">{digest}</dd>
    </dl>
    {open.length === 0 ? (
      <p class="notice">Signed with no open point.</p>
    ) : (
      <div class="open-points">
        <b>Signed with {open.length === 1 ? "1 open point" : `${open.length} open points`}:</b>
        <ul>
          {open.map(({ text }) => (
            <li>{withDots(text)}</li>
          ))}
        </ul>
      </div>
    )}
  </>
);

const Records: Part = ({ signOff: { figures } }) => {
  const { entities, total } = figures.standing;
  const used = RECORD_STATES.filter((state) => state === "in" || total[state] > 0);
  return (
    <>
      <h2>Records of the export</h2>
      <Table head={["entity", "records", ...used, "adds up"]} numbers={used.length + 1}>
        {entities.map((one) => (
          <tr>
            <td class="name">{one.entity}</td>
            <Numbers of={[one.records, ...used.map((state) => one[state])]} />
            <td>{one.balanced ? "yes" : "no"}</td>
          </tr>
        ))}
        <tr>
          <td class="name">all</td>
          <Numbers of={[total.records, ...used.map((state) => total[state])]} />
          <td>{figures.standing.balanced ? "yes" : "no"}</td>
        </tr>
      </Table>
    </>
  );
};

const MEASURES: Readonly<Record<FigureStanding["measure"], string>> = {
  records: "records",
  sum: "sum",
  first: "first day",
  last: "last day",
  distinct: "different",
  code: "how often",
  empty: "empty",
};

/** A count, a day, or an amount with its currency. */
function figure(
  { measure }: FigureStanding,
  value: number | string | null,
  { currency }: Standing,
): string {
  if (value === null) return "";
  if (measure !== "sum") return typeof value === "number" ? grouped(value) : withDots(value);
  return `${groupedDecimal(String(value), minorDigits(currency))} ${currency}`;
}

const Figures: Part = ({ signOff: { figures } }) => (
  <>
    <h2>Control totals</h2>
    <Table head={["figure", "export", "application", "difference"]} numbers={3}>
      {figures.standing.entities.flatMap(({ entity, figures: own }) =>
        own.map((one) => (
          <tr>
            <td>
              <b>{[entity, one.field].filter(Boolean).join(".")}</b> {MEASURES[one.measure]}{" "}
              {one.code !== null && withDots(one.code)}
            </td>
            {one.ofFew ? (
              <td class="number soft" colspan={2}>
                of few records: not shown
              </td>
            ) : (
              <>
                <td class="number">{figure(one, one.old, figures.standing)}</td>
                <td class="number">{figure(one, one.new, figures.standing)}</td>
              </>
            )}
            <td class="number">
              {one.agrees === false && (
                <b>{figure(one, one.difference, figures.standing) || "differs"}</b>
              )}
            </td>
          </tr>
        )),
      )}
    </Table>
  </>
);

const Sample: Part = ({ signOff: { figures } }) => {
  const { sample } = figures;
  if (sample === null) {
    return (
      <>
        <h2>Sample check</h2>
        <p>No sample was drawn.</p>
      </>
    );
  }
  const { seed, drawnAt, earlierDraws, entities, wrong } = sample;
  return (
    <>
      <h2>Sample check</h2>
      <p>
        Drawn on {drawnAt} by the seed <span class="code">{withDots(seed)}</span>
        {earlierDraws > 0 &&
          `, after ${earlierDraws} other ${earlierDraws === 1 ? "draw" : "draws"}`}
        . A bound is the exact one of Clopper and Pearson, one-sided, for endless many records.
      </p>
      <Table head={["entity", "records", "drawn", "right", "wrong", "open", "result"]} numbers={5}>
        {entities.map((one) => (
          <tr>
            <td class="name">{one.entity}</td>
            <Numbers of={[one.population, one.drawn, one.right, one.wrong, one.open]} />
            <td>{one.result ?? "not checked"}</td>
          </tr>
        ))}
      </Table>
      {wrong.length > 0 && (
        <ul>
          {wrong.map(({ n, entity, remark, who, at }) => (
            <li>
              Record {n} of the sample ({entity}) is wrong: {withDots(remark)}{" "}
              <span class="soft">
                ({withDots(who)}, {at})
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};

const ByHand: Part = ({ signOff: { signed } }) => (
  <>
    <div class="hand">
      <p>Place, day</p>
      <p>
        {withDots(signed.by)}, {withDots(signed.role)}
      </p>
      <p>For the hospital</p>
    </div>
    <footer>
      Whether all of this still holds is told by{" "}
      <code>hmsync import:verify-sign-off sign-off.json</code>
    </footer>
  </>
);
