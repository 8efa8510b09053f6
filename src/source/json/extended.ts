// What databases and interfaces write around a plain value.

/** MongoDB Extended JSON, version 2 (mongodb.com/docs/manual/reference/mongodb-extended-json) and the older one. */
const PLAIN: ReadonlySet<string> = new Set([
  ...["$oid", "$uuid", "$symbol", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal"],
  // Firestore's interface (firebase.google.com/docs/firestore/reference/rest/v1/Value).
  ...["stringValue", "integerValue", "doubleValue", "booleanValue", "timestampValue", "nullValue"],
  ...["referenceValue", "bytesValue"],
]);
const DATE = "$date";
const MILLISECONDS = /^-?\d{1,16}$/;
const LAST_MOMENT = 8.64e15;

/** The value in an object of one member; undefined if the member is an ordinary one. */
export function plainExtended(name: string, cell: string): string | undefined {
  if (PLAIN.has(name)) return cell;
  if (name !== DATE) return undefined;
  const isMoment = MILLISECONDS.test(cell) && Math.abs(Number(cell)) <= LAST_MOMENT;
  return isMoment ? new Date(Number(cell)).toISOString() : cell;
}

/** Firestore's words around an object and a list. */
const TYPED = /\.mapValue\.fields(?=\.)|\.arrayValue\.values(?=\[)/g;
const WRAPPED = /^(?:attributes|relationships|fields)\./;
const [ATTRIBUTES, RELATED, FIELDS] = ["attributes.", "relationships.", "fields."];

/** A path of DynamoDB's JSON (docs.aws.amazon.com, DynamoDB low-level API): each value stands below its type. */
const DYNAMO =
  /^(?:Item\.)?([^.[\]]+)((?:\.M\.[^.[\]]+|\.L\[\d+\])*)\.(S|N|BOOL|NULL|B|(?:SS|NS|BS)(\[\d+\]))$/;

/** DynamoDB's members without the types; undefined if any of them has none. */
function plainDynamo(
  members: readonly (readonly [string, string])[],
): (readonly [string, string])[] | undefined {
  const plain: (readonly [string, string])[] = [];
  for (const [path, cell] of members) {
    const [, name, inner = "", type, nth = ""] = DYNAMO.exec(path) ?? [];
    if (name === undefined) return undefined;
    const within = inner.replace(/\.M(?=\.)|\.L(?=\[)/g, "");
    plain.push([`${name}${within}${nth}`, type === "NULL" ? "" : cell]);
  }
  return plain.length === 0 ? undefined : plain;
}

/**
 * Takes away what interfaces put around the members of a record: JSON:API's `attributes.name` is `name`, and
 * `relationships.patient.data.id` is `patient.id`; Firestore's `fields.name`, and DynamoDB's `Item.name.S`, is `name`. A name that the record has itself
 * stays as it is.
 */
export function plainMembers(
  members: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  if (!members.some(([path]) => WRAPPED.test(path))) return plainDynamo(members) ?? members;
  const names = new Set(members.map(([path]) => path));
  const isApi = names.has("type") && names.has("id");
  const isFirestore = names.has("createTime") || names.has("updateTime");
  if (!isApi && !isFirestore) return members;
  return members.map(([path, cell]) => {
    const short = isApi ? shortApi(path) : shortFirestore(path);
    return names.has(short) ? [path, cell] : [short, cell];
  });
}

function shortApi(path: string): string {
  if (path.startsWith(ATTRIBUTES)) return path.slice(ATTRIBUTES.length);
  if (!path.startsWith(RELATED)) return path;
  return path.slice(RELATED.length).replace(/\.data(?=[.[])/, "");
}

const shortFirestore = (path: string): string =>
  (path.startsWith(FIELDS) ? path.slice(FIELDS.length) : path).replace(TYPED, "");

const RESOURCE = "resourceType";
const REFERENCE = ".reference";
/** A reference of FHIR (hl7.org/fhir/references.html): a type and an id, also behind an address; or an id of its own. */
const NAMED = /^(?:https?:\/\/\S*\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/\S+)?$/;
const OWN = /^urn:(?:uuid|oid):(\S+)$/;

/** The name that a resource of FHIR has of its own; undefined of another address. */
export const ownName = (url: string): string | undefined => OWN.exec(url)?.[1];

/**
 * Takes the references of a FHIR resource apart: `subject.reference` of `Patient/12` is `subject.Patient` of `12`,
 * as the patient's own id is. What is no resource stays as it is.
 */
export function plainReferences(
  members: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  if (!members.some(([path]) => path === RESOURCE)) return members;
  return members.map(([path, cell]) => {
    if (!path.endsWith(REFERENCE)) return [path, cell];
    const place = path.slice(0, -REFERENCE.length);
    const [, type, id] = NAMED.exec(cell) ?? [];
    if (type !== undefined && id !== undefined) return [`${place}.${type}`, id];
    const own = ownName(cell);
    return own === undefined ? [path, cell] : [`${place}.id`, own];
  });
}
