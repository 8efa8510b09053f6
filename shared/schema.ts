// The target tables of HMSync: the single source of truth. Every column is an ordinary SQL column;
// `npm run db:push` brings a database to what stands here. A file of `schema` has the tables of a topic.

export * from "./schema/billing.ts";
export * from "./schema/clinical.ts";
export * from "./schema/documents.ts";
export * from "./schema/immunizations.ts";
export * from "./schema/insurance.ts";
export * from "./schema/laboratory.ts";
export * from "./schema/list-state.ts";
export * from "./schema/observation.ts";
export * from "./schema/organisation.ts";
export * from "./schema/people.ts";
export * from "./schema/persons.ts";
export * from "./schema/precision.ts";
export * from "./schema/procedures.ts";
export * from "./schema/settings.ts";
export * from "./schema/stays.ts";
export * from "./schema/visits.ts";
export * from "./schema/vital-signs.ts";
