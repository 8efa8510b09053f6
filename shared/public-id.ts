import { hash } from "node:crypto";
import { createRequire } from "node:module";

// The public ids of HMSync: what a row is called outside of the database, in addresses, messages and
// other systems. This is the registry of their prefixes, and the only place that knows their form.

/** Which prefix an entity's public ids have. An entity gets one here before it gets a column. */
export const PUBLIC_ID_PREFIXES = {
  patients: "pat",
  doctors: "doc",
  visits: "vis",
  caregivers: "cgv",
  conditions: "con",
  allergies: "alg",
  medications: "med",
  prescriptions: "prs",
  vaccines: "vac",
  immunizations: "imm",
  appointments: "apt",
  sessions: "ses",
  claims: "clm",
  flows: "flw",
  nodes: "nod",
  edges: "edg",
  conversations: "cnv",
  messages: "msg",
  leads: "led",
  deals: "del",
  activities: "act",
  notifications: "ntf",
  auditLogs: "aud",
  roles: "rol",
  settings: "set",
  facilities: "fac",
  departments: "dep",
  users: "usr",
  guardians: "grd",
  insurancePolicies: "pol",
  admissions: "adm",
  bills: "bil",
  billItems: "bit",
  payments: "pay",
  documents: "dcr",
  labOrders: "lor",
  labResults: "lab",
  vitalSigns: "vtl",
  procedures: "prc",
  persons: "per",
  parentChildViews: "pcv",
  clinicianPatientViews: "cpv",
  accessGrants: "agr",
  screenings: "scr",
  assessments: "asm",
} as const;

/** An entity whose rows have public ids. */
export type PublicIdEntity = keyof typeof PUBLIC_ID_PREFIXES;

declare const checked: unique symbol;

/** A text that is known to be what its type says. */
export interface Checked<As> {
  readonly [checked]: As;
}

/** A public id of one entity, `pat_` and 24 characters; a text becomes one by being checked or made. */
export type PublicId<Entity extends PublicIdEntity = PublicIdEntity> = {
  [One in Entity]: `${(typeof PUBLIC_ID_PREFIXES)[One]}_${string}` & Checked<One>;
}[Entity];

/** What rows were called before there were prefixes: a CUID of the first version. It stays valid. */
export type LegacyCuid = string & Checked<"legacy">;

/** What a text says as a public id. */
export type ParsedPublicId =
  | {
      [Entity in PublicIdEntity]: {
        readonly kind: "public";
        readonly entity: Entity;
        readonly prefix: (typeof PUBLIC_ID_PREFIXES)[Entity];
        readonly body: string;
        readonly id: PublicId<Entity>;
      };
    }[PublicIdEntity]
  | { readonly kind: "legacy"; readonly id: LegacyCuid }
  | { readonly kind: "invalid"; readonly problem: PublicIdProblem };

/** Why a text is no public id: nothing that looks like a prefix, one that nobody has, a wrong body. */
export type PublicIdProblem = "no prefix" | "unknown prefix" | "malformed body";

/** CUID2's alphabet and its first letter, 24 characters. */
const BODY = /^[a-z][0-9a-z]{23}$/;
/** `c` and 24 more, without a prefix (https://github.com/paralleldrive/cuid). */
const LEGACY_CUID = /^c[0-9a-z]{24}$/;

const ENTITY_OF = new Map(
  Object.entries(PUBLIC_ID_PREFIXES).map(([entity, prefix]) => [prefix, entity]),
) as ReadonlyMap<string, PublicIdEntity>;

/** Takes a public id apart; exact text, no blanks trimmed, no letters lowered. */
export function parsePublicId(text: string): ParsedPublicId {
  if (LEGACY_CUID.test(text)) return { kind: "legacy", id: text as LegacyCuid };
  const end = text.indexOf("_");
  if (end === -1) return { kind: "invalid", problem: "no prefix" };
  const [prefix, body] = [text.slice(0, end), text.slice(end + 1)];
  const entity = ENTITY_OF.get(prefix);
  if (entity === undefined) return { kind: "invalid", problem: "unknown prefix" };
  if (!BODY.test(body)) return { kind: "invalid", problem: "malformed body" };
  return { kind: "public", entity, prefix, body, id: text } as ParsedPublicId;
}

/** Whether a text is a public id of this very entity; a legacy CUID is none. */
export function isPublicIdOf<Entity extends PublicIdEntity>(
  entity: Entity,
  text: string,
): text is PublicId<Entity> {
  const parsed = parsePublicId(text);
  return parsed.kind === "public" && parsed.entity === entity;
}

/** Whether rows of an entity have public ids. */
export const hasPublicIds = (entity: string): entity is PublicIdEntity =>
  Object.hasOwn(PUBLIC_ID_PREFIXES, entity);

/** The function of @paralleldrive/cuid2, once it has been needed. */
let createBody: (() => string) | undefined;

/** A public id for a row that the application makes: the prefix and a CUID2. */
export function newPublicId<Entity extends PublicIdEntity>(entity: Entity): PublicId<Entity> {
  // Here and not above: most commands of the tool know the tables and make no row.
  createBody ??= (
    createRequire(import.meta.url)("@paralleldrive/cuid2") as typeof import("@paralleldrive/cuid2")
  ).createId;
  return withPrefix(entity, createBody());
}

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
const LETTERS = DIGITS.slice(10);
const BODY_LENGTH = 24;
const digitOf = Array.from({ length: 256 }, (_, byte) => DIGITS.charAt(byte % DIGITS.length));

/**
 * The public id of an imported row: it follows from the target id, so that the same import gives the
 * same public ids everywhere, and shows neither the target id nor the legacy number in it.
 *
 * With the SHA-256 of the target id's UTF-8: its first byte modulo 26 is a letter of a-z, each of
 * the next 23 bytes modulo 36 a character of 0-9a-z.
 *
 * @param attempt counted from 0; where another row has the id already, the next one is asked for:
 *   the SHA-256 is then over `target id NUL attempt`
 */
export function derivePublicId<Entity extends PublicIdEntity>(
  entity: Entity,
  targetId: string,
  attempt = 0,
): PublicId<Entity> {
  const hashed = attempt === 0 ? targetId : `${targetId}\0${attempt}`;
  // One character for each byte: quicker than a buffer (measured).
  const digest = hash("sha256", hashed, "binary");
  let body = LETTERS.charAt(digest.charCodeAt(0) % LETTERS.length);
  for (let at = 1; at < BODY_LENGTH; at++) body += digitOf[digest.charCodeAt(at)];
  return withPrefix(entity, body);
}

function withPrefix<Entity extends PublicIdEntity>(entity: Entity, body: string) {
  return `${PUBLIC_ID_PREFIXES[entity]}_${body}` as PublicId<Entity>;
}
