import type { Child, FC } from "hono/jsx";
import type { SignOff } from "../../chain/sign-off.ts";
import { grouped } from "../../plain/columns.ts";

/** A section of the page of a sign-off. */
export type Part = FC<{ signOff: SignOff }>;

/** A table that scrolls where it is too wide; of its columns the first says what a row is about. */
export const Table: FC<{ head: readonly string[]; numbers?: number; children?: Child }> = (
  props,
) => (
  <div class="scroll">
    <table>
      <thead>
        <tr>
          {props.head.map((name, at) => (
            <th scope="col" class={at > 0 && at <= (props.numbers ?? 0) ? "number" : ""}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{props.children}</tbody>
    </table>
  </div>
);

/** Counts in cells of their own; nothing where one is not known. */
export const Numbers: FC<{ of: readonly (number | null)[] }> = ({ of }) => (
  <>
    {of.map((count) => (
      <td class="number">{count === null ? "" : grouped(count)}</td>
    ))}
  </>
);
