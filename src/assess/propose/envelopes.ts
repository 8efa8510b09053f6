/**
 * What programs put records into: `attributes` and `relationships` of JSON:API, `_source` of Elasticsearch, `node` of
 * GraphQL, `properties` of GeoJSON.
 */
const KNOWN: readonly string[] = ["attributes", "relationships", "_source", "node", "properties"];
/** Under it CouchDB writes whole documents; elsewhere it is a doctor. */
const COUCH = { id: "doc._id", envelope: "doc" };
/** A name that most columns stand under says nothing of one of them. */
const SHARED = 0.6;
const FEWEST = 3;

/**
 * Names of columns without the object that all of a record lies in: `node.phone` is a phone.
 *
 * @param isKnown whether a word has a meaning: what is called `patient.name` is a patient's, however many there are
 */
export function withoutEnvelopes(
  headers: readonly string[],
  isKnown: (word: string) => boolean,
): readonly string[] {
  const counts = new Map<string, number>();
  for (const [, first = ""] of headers.map(outer)) counts.set(first, (counts.get(first) ?? 0) + 1);
  counts.delete("");
  const isEnvelope = (name: string): boolean =>
    KNOWN.includes(name) ||
    (name === COUCH.envelope && headers.includes(COUCH.id)) ||
    ((counts.get(name) ?? 0) >= Math.max(FEWEST, headers.length * SHARED) && !isKnown(name));
  const envelopes = new Set([...counts.keys()].filter(isEnvelope));
  if (envelopes.size === 0) return headers;
  return headers.map((header) => {
    const [, first = "", rest = ""] = outer(header);
    // What JSON:API says of a relationship stands under `data`: `relationships.doctor.data.id`.
    return envelopes.has(first) ? rest.replace(/\.data\.(?=id$)/, ".") : header;
  });
}

const outer = (header: string): readonly string[] => /^([^.[\]\s]+)\.(\S.*)$/.exec(header) ?? [];
