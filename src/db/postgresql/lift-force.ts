import type pg from "pg";

// FORCE ROW LEVEL SECURITY binds a table's owner to its policies. Where a person allows it, it is off inside of a
// transaction alone: others see the table as it was, and whatever ends the transaction early leaves it so.

/** @param tables as SQL takes them; they are locked against everybody until the transaction ends */
export async function liftForce(client: pg.Client, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await client.query(`alter table only ${table} no force row level security`);
  }
}

export async function putForceBack(client: pg.Client, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await client.query(`alter table only ${table} force row level security`);
  }
}
