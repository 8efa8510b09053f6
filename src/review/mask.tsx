import type { FC } from "hono/jsx";
import { shapeOf, withDots } from "../plain/visible.ts";
import type { Session } from "./session.ts";

/** Characters of a value that are shown: the rest of a long note is on the page of its record. */
const LONGEST = 200;

/** A value as this session may see it: its shape, until somebody asked to see it; nothing in it steers the page. */
export const shown = (value: string, { revealed }: Pick<Session, "revealed">): string => {
  const short = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  return withDots(revealed ? short : shapeOf(short));
};

/** A cell of a patient's record. On paper it is masked as well. */
export const Value: FC<{ value: string | null; session: Session }> = ({ value, session }) => {
  if (value === null) return <span class="soft">(none)</span>;
  if (value === "") return <span class="soft">(empty)</span>;
  if (!session.revealed) return <span class="masked">{shown(value, session)}</span>;
  return (
    <span class="value">
      <span class="on-screen">{shown(value, session)}</span>
      <span class="on-paper">{withDots(shapeOf(value.slice(0, LONGEST)))}</span>
    </span>
  );
};

/** A record by its table and its number there; the number as this session may see it. */
export const RecordLabel: FC<{
  record: { readonly space: string; readonly legacyId: string };
  session: Session;
}> = ({ record, session }) => (
  <>
    {withDots(record.space)}/<Value value={record.legacyId} session={session} />
  </>
);

/** The sign of a column in which records that stand beside each other differ. */
export const Differs: FC = () => (
  <span class="mark">
    <span aria-hidden="true">≠</span>
    <span class="unseen">differs: </span>
  </span>
);
