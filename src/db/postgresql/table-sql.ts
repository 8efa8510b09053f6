import pg from "pg";

/** A table as SQL takes it. */
export const tableSql = ({
  schema,
  name,
}: {
  readonly schema: string;
  readonly name: string;
}): string => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
