// What resources say of each other, which a table alone does not show: who works in a role, what a medication is called,
// which encounters are stays. It is gathered while the export is looked through, and small beside it.

/** A code, where it is known what a resource is. */
export interface KnownConcept {
  readonly text: string;
  readonly code: string;
  readonly system: string;
}

/** Facts about resources; a resource is called by its type and id, `Patient/12`. */
export interface Known {
  readonly names: ReadonlyMap<string, string>;
  readonly concepts: ReadonlyMap<string, KnownConcept>;
  /** The practitioner of a role, by the role's id; and what practitioners are, by theirs. */
  readonly practitioners: ReadonlyMap<string, string>;
  readonly specialties: ReadonlyMap<string, string>;
  /** Ids, by `Type?system|value`. */
  readonly identified: ReadonlyMap<string, string>;
  /** Resources whose `urn:uuid:` is not their id. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Ids of encounters that are stays. */
  readonly stays: ReadonlySet<string>;
}

/** The same, as it is gathered. */
export class Knowing {
  readonly names = new Map<string, string>();
  readonly concepts = new Map<string, KnownConcept>();
  readonly practitioners = new Map<string, string>();
  readonly specialties = new Map<string, string>();
  readonly identified = new Map<string, string>();
  readonly aliases = new Map<string, string>();
  readonly stays = new Set<string>();
  /** How many amounts are of each currency; those that say none are under the empty text. */
  readonly currencies = new Map<string, number>();
}

/** What is known, in a form that threads share without copying it; filled once all files were looked through. */
export interface SharedKnown {
  id: string;
  bytes: SharedArrayBuffer | undefined;
  /** How many amounts of the export are of each currency. */
  currencies: ReadonlyMap<string, number>;
}

let shared = 0;

/** Puts into `into` what was gathered. */
export function share(known: Known & Pick<Knowing, "currencies">, into: SharedKnown): void {
  const { names, concepts, practitioners, specialties, identified, aliases, stays } = known;
  const lists = [names, concepts, practitioners, specialties, identified, aliases, stays];
  const text = Buffer.from(JSON.stringify(lists.map((one) => [...one])));
  into.bytes = new SharedArrayBuffer(text.length);
  new Uint8Array(into.bytes).set(text);
  into.currencies = known.currencies;
  into.id = `${process.pid}.${shared++}`;
}

/** Read once in each thread: all tables of an export know the same. */
let last: { readonly id: string; readonly known: Known } | undefined;
const NOTHING: Known = new Knowing();

export function knownOf({ id, bytes }: SharedKnown): Known {
  if (bytes === undefined) return NOTHING;
  if (last?.id === id) return last.known;
  const text = Buffer.from(new Uint8Array(bytes)).toString("utf8");
  const [names, concepts, practitioners, specialties, identified, aliases, stays] =
    JSON.parse(text);
  const known: Known = {
    names: new Map(names),
    concepts: new Map(concepts),
    practitioners: new Map(practitioners),
    specialties: new Map(specialties),
    identified: new Map(identified),
    aliases: new Map(aliases),
    stays: new Set(stays),
  };
  last = { id, known };
  return known;
}
