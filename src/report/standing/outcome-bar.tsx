/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { RecordCounts } from "../../chain/standing.ts";
import { grouped } from "../../plain/columns.ts";
import { BAR_ORDER, STATE_WORDS, sentenceOf } from "./words.ts";

const WIDE = 1000;
/** One wrong record of a million is seen as well. */
const LEAST = 8;

/** A bar that shows at a glance how much of an entity is in, and what is open. */
export const OutcomeBar: FC<{
  what: string;
  counts: RecordCounts & { readonly records: number };
}> = ({ what, counts }) => {
  const parts = widthsOf(counts);
  return (
    <svg
      class="outcome-bar"
      viewBox={`0 0 ${WIDE} 16`}
      preserveAspectRatio="none"
      role="img"
      aria-label={sentenceOf(what, counts)}
    >
      <rect class="track" width={WIDE} height="16" />
      {parts.map(({ state, x, width }) => (
        <rect class={`state-${state}`} x={x} width={width} height="16">
          <title>
            {STATE_WORDS[state].name}: {grouped(counts[state])}
          </title>
        </rect>
      ))}
    </svg>
  );
};

/** Each part as wide as its share, and never so narrow that it is not seen. */
function widthsOf(counts: RecordCounts & { readonly records: number }) {
  const present = BAR_ORDER.filter((state) => counts[state] > 0);
  const raw = present.map((state) => Math.max(LEAST, (counts[state] / counts.records) * WIDE));
  const whole = raw.reduce((sum, width) => sum + width, 0);
  let x = 0;
  return present.map((state, at) => {
    const width = ((raw[at] ?? 0) / whole) * WIDE;
    const part = { state, x: rounded(x), width: rounded(width) };
    x += width;
    return part;
  });
}

const rounded = (length: number): number => Math.round(length * 10) / 10;

/** What the colours mean. */
export const Legend: FC<{ counts: RecordCounts }> = ({ counts }) => (
  <ul class="legend">
    {BAR_ORDER.filter((state) => counts[state] > 0).map((state) => (
      <li>
        <svg class="swatch" viewBox="0 0 10 10" width="12" height="12" aria-hidden="true">
          <rect class={`state-${state}`} width="10" height="10" />
        </svg>
        <b>{STATE_WORDS[state].name}</b> <span class="soft">{STATE_WORDS[state].means}</span>
      </li>
    ))}
  </ul>
);
