/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { MonthStanding, MonthsStanding } from "../../chain/standing.ts";
import { grouped } from "../../plain/columns.ts";
import { countTicks } from "../page/axis.ts";
import { inPlainWords } from "./words.ts";

const WIDE = 720;
const TALL = 120;
const LEFT = 48;
const BELOW = 18;
const ABOVE = 8;
/** What the name of a month takes along the chart. */
const LABEL = 44;
/** More months are shown by year. */
const MOST_MONTHS = 72;

interface Span {
  /** `2022-01`, or `2022`. */
  readonly name: string;
  readonly old: number | null;
  readonly new: number;
}

/** Records of each month, the export beside what is in. */
export const MonthsChart: FC<{ months: MonthsStanding; application: string }> = ({
  months,
  application,
}) => {
  const spans = spansOf(months.months);
  if (spans.length === 0)
    return <p class="soft small">No record has a {inPlainWords(months.field)}.</p>;
  const isByYear = spans[0]?.name.length === "2022".length;
  const isKnown = months.months.some(({ old }) => old !== null);
  return (
    <figure class="months">
      <figcaption>
        Records by {isByYear ? "year" : "month"} of {inPlainWords(months.field)}:{" "}
        {isKnown && <Swatch class="month-old" name="in the export" />}{" "}
        <Swatch class="month-new" name={`in ${application}`} />
      </figcaption>
      <Bars spans={spans} unit={isByYear ? "year" : "month"} />
      {!isKnown && (
        <p class="soft small">
          What the export has by month is not known: the run that read it is of an earlier version,
          or took a part of it.
        </p>
      )}
      <Table months={months} application={application} />
    </figure>
  );
};

const Swatch: FC<{ class: string; name: string }> = ({ class: look, name }) => (
  <span class="key">
    <svg class="swatch" viewBox="0 0 10 10" width="12" height="12" aria-hidden="true">
      <rect class={look} width="10" height="10" />
    </svg>
    {name}
  </span>
);

const Bars: FC<{ spans: readonly Span[]; unit: string }> = ({ spans, unit }) => {
  const most = Math.max(1, ...spans.map(({ old, new: now }) => Math.max(old ?? 0, now)));
  const ticks = countTicks(most, 3);
  const top = ticks.at(-1)?.at ?? most;
  const step = (WIDE - LEFT) / spans.length;
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / top) * TALL));
  const every = Math.ceil(spans.length / 12);
  const [first, last] = [spans[0]?.name, spans.at(-1)?.name];
  const differing = spans.filter(({ old, new: now }) => old !== null && old !== now).length;
  const says = `${spans.length} ${unit}s from ${first} to ${last}, at most ${grouped(most)} records in one; ${differing} differ`;
  return (
    <svg
      class="plot"
      viewBox={`0 0 ${WIDE} ${ABOVE + TALL + BELOW}`}
      width={WIDE}
      role="img"
      aria-label={says}
    >
      {ticks.map(({ at, label }) => {
        const y = f(ABOVE + TALL - (at / top) * TALL);
        return (
          <g>
            <line class="axis" x1={LEFT} x2={WIDE} y1={y} y2={y} />
            <text x={LEFT - 6} y={y + 4} text-anchor="end">
              {label}
            </text>
          </g>
        );
      })}
      {spans.map(({ name, old, new: now }, at) => {
        const x = LEFT + at * step;
        const title = `${name}: ${old === null ? "" : `${grouped(old)} in the export, `}${grouped(now)} in`;
        const [behind, front] = [heightOf(old ?? 0), heightOf(now)];
        return (
          <g>
            <title>{title}</title>
            <rect
              class="month-old"
              x={f(x + step * 0.06)}
              y={f(ABOVE + TALL - behind)}
              width={f(step * 0.88)}
              height={f(behind)}
            />
            <rect
              class="month-new"
              x={f(x + step * 0.24)}
              y={f(ABOVE + TALL - front)}
              width={f(step * 0.52)}
              height={f(front)}
            />
            {at % every === 0 && x + step / 2 + LABEL / 2 <= WIDE && (
              <text x={f(x + step / 2)} y={ABOVE + TALL + 14} text-anchor="middle">
                {name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
};

const Table: FC<{ months: MonthsStanding; application: string }> = ({ months, application }) => (
  <details>
    <summary>As a table</summary>
    <section class="scroll" tabindex={0} aria-label="Records by month">
      <table>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" class="number">
              In the export
            </th>
            <th scope="col" class="number">
              In {application}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.months.map(({ month, old, new: now }) => (
            <Row name={month} old={old} now={now} />
          ))}
          <Row name="no day" old={months.without.old} now={months.without.new} />
        </tbody>
      </table>
    </section>
  </details>
);

const Row: FC<{ name: string; old: number | null; now: number }> = ({ name, old, now }) => (
  <tr>
    <th scope="row">{name}</th>
    <td class="number">{old === null ? "not known" : grouped(old)}</td>
    <td class="number">{grouped(now)}</td>
  </tr>
);

const f = (length: number): number => Math.round(length * 100) / 100;

/** Every month between the first and the last, or every year. */
function spansOf(months: readonly MonthStanding[]): Span[] {
  const [first, last] = [months[0]?.month, months.at(-1)?.month];
  if (first === undefined || last === undefined) return [];
  const nameOf = monthNumber(last) - monthNumber(first) < MOST_MONTHS ? monthName : yearName;
  const isKnown = months.some(({ old }) => old !== null);
  const spans = new Map<string, { name: string; old: number | null; new: number }>();
  for (let at = monthNumber(first); at <= monthNumber(last); at++) {
    const name = nameOf(at);
    spans.set(name, { name, old: isKnown ? 0 : null, new: 0 });
  }
  for (const { month, old, new: now } of months) {
    const span = spans.get(nameOf(monthNumber(month)));
    if (span === undefined) continue;
    span.new += now;
    if (span.old !== null) span.old += old ?? 0;
  }
  return [...spans.values()];
}

const monthNumber = (month: string): number =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

const yearName = (at: number): string => String(Math.floor(at / 12)).padStart(4, "0");

const monthName = (at: number): string =>
  `${yearName(at)}-${String((at % 12) + 1).padStart(2, "0")}`;
