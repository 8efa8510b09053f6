import { askOf } from "../plain/ask.ts";
import { DecisionNeeded } from "../plain/errors.ts";
import { settingsOf } from "../source/reading-settings.ts";
import type { Export } from "../source/source-file.ts";
import { holdsTables, unreadLines } from "../source/unread-files.ts";
import type { Mapping } from "./mapping.ts";

type Unread = Export["ignored"][number];

// A file that is not read may hold the rest of an entity's records: what becomes of it is for a person to say.

/**
 * The files of an export that are not read, each with its reason.
 *
 * @throws DecisionNeeded that names those which hold tables, and that the mapping does not leave out
 */
export function settleUnread(
  ignored: Export["ignored"],
  { name, reading }: Pick<Mapping, "name" | "reading">,
): Unread[] {
  const settled = ignored.map((one) => ({ one, why: settingsOf(one.name, reading).leaveOut }));
  const open = settled.flatMap(({ one, why }) =>
    why === undefined && holdsTables(one) ? [one] : [],
  );
  if (open.length > 0) throw asked(name, open);
  return settled.map(({ one, why }) =>
    why === undefined ? one : { ...one, reason: `the mapping leaves it out: ${why}` },
  );
}

function asked(mapping: string, open: readonly Unread[]): DecisionNeeded {
  const [{ name } = { name: "" }] = open;
  return new DecisionNeeded(
    ["Files of the export may hold records but cannot be read as they are:", ...unreadLines(open)],
    {
      cure: `Do that, move them out of the export, or say in the mapping (${mapping}) under reading.${name}.leaveOut why it is left out. Nothing was imported.`,
      asks: open.map((one) =>
        askOf(
          ["reading", one.name, "leaveOut"],
          `${one.name} may hold records: say why it is left out, or convert it`,
          [],
        ),
      ),
    },
  );
}
