/** What a schema module exports: Drizzle tables, and whatever else. */
export type SchemaExports = Readonly<Record<string, unknown>>;

/**
 * The DDL of a Drizzle schema, as drizzle-kit compiles it: what an empty database needs. It never
 * prompts and touches no data.
 */
export async function compileSchema(schema: SchemaExports): Promise<string[]> {
  // 3 MB of code, of no use to any command but those that change a schema.
  const { generateSQLiteDrizzleJson, generateSQLiteMigration } = await import("drizzle-kit/api");
  const nothing = await generateSQLiteDrizzleJson({});
  const wanted = await generateSQLiteDrizzleJson({ ...schema });
  return generateSQLiteMigration(nothing, wanted);
}

/** drizzle-kit's own description of a schema, for its files beside a migration. */
export async function compileSnapshot(schema: SchemaExports, previous?: string): Promise<unknown> {
  const { generateSQLiteDrizzleJson } = await import("drizzle-kit/api");
  return generateSQLiteDrizzleJson({ ...schema }, previous);
}
