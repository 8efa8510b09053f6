// The target tables of HMSync on PostgreSQL: those of schema.ts, under the same names, as a server keeps them. What
// a table or a column means stands there.

export * from "./pg-schema/billing.ts";
export * from "./pg-schema/clinical.ts";
export * from "./pg-schema/documents.ts";
export * from "./pg-schema/immunizations.ts";
export * from "./pg-schema/insurance.ts";
export * from "./pg-schema/laboratory.ts";
export * from "./pg-schema/organisation.ts";
export * from "./pg-schema/people.ts";
export * from "./pg-schema/persons.ts";
export * from "./pg-schema/procedures.ts";
export * from "./pg-schema/settings.ts";
export * from "./pg-schema/stays.ts";
export * from "./pg-schema/visits.ts";
export * from "./pg-schema/vital-signs.ts";
