import type { ServerConstraint, ServerIndex, ServerTable } from "./server-catalog.ts";
import { ident, type Question, type ServerStep } from "./server-steps.ts";

// Constraints and indexes: what makes them, and which rows stand against them.

/** A constraint, and which rows are against it if the server says so. */
export function addConstraint(table: ServerTable, constraint: ServerConstraint): ServerStep {
  const { called, written } = table;
  const { name, definition } = constraint;
  return {
    kind: "add constraint",
    table: called,
    sql: `alter table ${written} add constraint ${ident(name)} ${definition}`,
    question: constraintQuestion(table, constraint),
  };
}

/** A constraint that was declared without a look at the rows. */
export function validateConstraint(table: ServerTable, constraint: ServerConstraint): ServerStep {
  const { called, written } = table;
  const sql = `alter table ${written} validate constraint ${ident(constraint.name)}`;
  const question = constraintQuestion(table, constraint);
  return { kind: "add constraint", table: called, sql, question };
}

function constraintQuestion(table: ServerTable, constraint: ServerConstraint): Question {
  const { written } = table;
  const { kind, definition, parent, parentColumns } = constraint;
  const columns = constraint.columns.map(
    (number) => table.columns.find((column) => column.number === number)?.name ?? "",
  );
  const cure = "Correct these rows, or remove the constraint from the schema.";
  if (kind === "c") {
    const expression = definition.replace(/^CHECK /, "").replace(/ NO INHERIT$/, "");
    const count = `select count(*) from ${written} where not ${expression}`;
    return { what: `${definition} is broken`, count, cure };
  }
  if (kind === "f" && parent !== null) {
    const on = columns.map((name, at) => `p.${ident(parentColumns[at] ?? "")} = c.${ident(name)}`);
    const named = columns.map((name) => `c.${ident(name)} is not null`).join(" and ");
    const count = `select count(*) from ${written} c where ${named} and not exists (select from ${parent} p where ${on.join(" and ")})`;
    return { what: `${columns.join(", ")} names what ${parent} does not have`, count, cure };
  }
  return uniqueQuestion(written, { keys: columns.map(ident), filter: null });
}

interface Twice {
  readonly keys: readonly string[];
  readonly filter: string | null;
}

function uniqueQuestion(written: string, { keys, filter }: Twice): Question {
  const list = keys.map((key) => `(${key})`).join(", ");
  const present = keys.map((key) => `(${key}) is not null`);
  const where = [...present, ...(filter === null ? [] : [filter])].join(" and ");
  const count = `select count(*) from (select count(*) over (partition by ${list}) as met from ${written} where ${where}) twice where met > 1`;
  const what = `(${keys.join(", ")}) is not unique`;
  return { what, count, cure: "Correct these rows, or remove the UNIQUE." };
}

/** An index; a unique one says which rows it meets twice. */
export function createIndex(table: ServerTable, index: ServerIndex): ServerStep {
  const { called, written } = table;
  const step: ServerStep = { kind: "create index", table: called, sql: index.definition };
  return index.unique ? { ...step, question: uniqueQuestion(written, index) } : step;
}
