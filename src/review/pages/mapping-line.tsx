import type { FC } from "hono/jsx";
import type { JudgedLine } from "../../chain/approvals.ts";
import type { SheetRow } from "../../mapping/sheet/mapping-sheet.ts";
import { withDots } from "../../plain/visible.ts";
import { checksText, shortConversion } from "../../report/mapping-columns.ts";
import type { Session } from "../session.ts";

interface LineProps {
  readonly line: JudgedLine;
  readonly number: number;
  readonly session: Session;
}

/** One line of the sheet, to be chosen, and approved by itself. */
export const MappingLine: FC<LineProps> = ({ line, number, session }) => {
  const { key, row, says, sha256, state } = line;
  const name = `Line ${number}, ${withDots(key)}`;
  return (
    <tr class={`line ${state}`} data-line tabindex={-1}>
      <th scope="row">
        <label>
          <input type="checkbox" name="chosen" value={sha256} aria-label={`Choose ${name}`} />{" "}
          {number}
        </label>
      </th>
      {row === null ? (
        <td colspan={4} data-label="In all">
          <dl class="facts">
            {says.map(([what, is]) => (
              <>
                <dt>{what}</dt>
                <dd>{withDots(is)}</dd>
              </>
            ))}
          </dl>
        </td>
      ) : (
        <RowCells row={row} session={session} />
      )}
      <td data-label="Said">
        <Said line={line} />
        {state !== "approved" && (
          <button type="submit" name="do" value={`approve ${sha256}`} class="quiet" data-approve>
            Approve<span class="unseen"> {name}</span>
          </button>
        )}
      </td>
    </tr>
  );
};

const RowCells: FC<{ row: SheetRow; session: Session }> = ({ row, session }) => {
  const { columns, example, field, targets, conversion, rules, decision, decider } = row;
  return (
    <>
      <td data-label="Legacy field">
        {columns.length === 0 ? (
          <span class="soft">(no column)</span>
        ) : (
          <b class="value">{withDots(columns.join(" + "))}</b>
        )}
        {/* Masked by the sheet where the session has not asked to see it. */}
        {example !== null && (
          <div class={session.revealed ? "value on-screen" : "masked"}>{withDots(example)}</div>
        )}
      </td>
      <td data-label="Field">
        {field ?? <span class="soft">(none)</span>}
        {targets.length > 0 && <div class="soft small">{targets.join(", ")}</div>}
      </td>
      <td data-label="Conversion and checks">
        <Conversion conversion={conversion} />
        {checksText(rules).map((text) => (
          <div class="soft small">{text}</div>
        ))}
      </td>
      <td data-label="Decision">
        <div>{withDots(decision)}</div>
        <div class={`small ${decider === "nobody" ? "wrong" : "soft"}`}>{decider}</div>
      </td>
    </>
  );
};

const Conversion: FC<{ conversion: string }> = ({ conversion }) => {
  const { text, more } = shortConversion(conversion);
  if (more === 0) return <div>{withDots(text)}</div>;
  return (
    <details>
      <summary>
        {withDots(text)} <span class="soft">and {more} more words</span>
      </summary>
      {withDots(conversion.slice(text.length))}
    </details>
  );
};

const WORDS: Readonly<Record<JudgedLine["state"], readonly [badge: string, words: string]>> = {
  open: ["", "open"],
  approved: ["good", "approved"],
  refused: ["error", "refused"],
  void: ["warning", "changed since"],
};

const Said: FC<{ line: JudgedLine }> = ({ line: { state, last } }) => {
  const [badge, words] = WORDS[state];
  return (
    <div>
      <span class={`badge ${badge}`}>{words}</span>
      {last !== null && (
        <div class="small">
          {withDots(last.who)}, <time datetime={last.at}>{last.at.slice(0, 10)}</time>
          {last.remark !== "" && <div class="value">{withDots(last.remark)}</div>}
        </div>
      )}
    </div>
  );
};
