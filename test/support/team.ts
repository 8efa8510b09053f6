import { join } from "node:path";
import { schemaChanges } from "../../shared/ledger.ts";
import { compileSchema, type SchemaExports } from "../../src/evolve/compile-schema.ts";
import { type Decisions, NO_DECISIONS } from "../../src/evolve/decisions.ts";
import { generateMigration } from "../../src/evolve/migrations/generate.ts";
import { workspace } from "./workspace.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 14);

/** A team's folder of migrations. */
export interface Team {
  readonly folder: string;
  /** Writes a migration to this schema; the next day each time. */
  generate(name: string, schema: SchemaExports, decisions?: Partial<Decisions>): Promise<string[]>;
}

/** An empty folder of migrations. */
export function team(): Team {
  const folder = join(workspace(), "migrations");
  let day = 0;
  return {
    folder,
    async generate(name, exported, decisions = {}) {
      const schema = { schemaChanges, ...exported };
      const now = new Date(START + DAY_MS * ++day);
      return generateMigration({
        folder,
        name,
        schema,
        ddl: await compileSchema(schema),
        now,
        decisions: { ...NO_DECISIONS, ...decisions },
      });
    },
  };
}
