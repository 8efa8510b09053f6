import type pg from "pg";
import { DecisionNeeded } from "../../../plain/errors.ts";

const HIDDEN = `
  select format('%I.%I', n.nspname, c.relname) as written, pg_catalog.pg_has_role(c.relowner, 'USAGE') as own
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relrowsecurity and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
    and pg_catalog.has_table_privilege(c.oid, 'SELECT') and pg_catalog.row_security_active(c.oid)
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  order by 1`;

/** Whether FORCE ROW LEVEL SECURITY may be lifted for as long as tables are read. */
export type Lifting = "lift" | "refuse";

/**
 * Reads tables as they are, whatever policies would hide from this role: what is not seen cannot be compared. Needs
 * an open transaction, in which FORCE is lifted and put back: no other session sees anything of it.
 *
 * @throws DecisionNeeded if rows are hidden, and that is not asked for or not possible
 */
export async function pastPolicies<Result>(
  client: pg.Client,
  lifting: Lifting,
  work: () => Promise<Result>,
): Promise<Result> {
  const { rows } = await client.query<{ written: string; own: boolean }>(HIDDEN);
  if (rows.length === 0) return work();
  const names = rows.map(({ written }) => written).join(", ");
  if (rows.some(({ own }) => !own) || lifting === "refuse") {
    throw new DecisionNeeded(
      `Policies hide rows of ${names} from this role, so nobody could compare them.`,
      {
        cure: "Work as a role with BYPASSRLS, or as the tables' owner with --lift-force-rls. Nothing was changed.",
      },
    );
  }
  const alter = async (how: "force" | "no force") => {
    for (const { written } of rows)
      await client.query(`alter table ${written} ${how} row level security`);
  };
  await alter("no force");
  const result = await work();
  await alter("force");
  return result;
}
