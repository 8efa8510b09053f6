import type { FC } from "hono/jsx";
import { refText } from "../../chain/trace/record-ref.ts";
import type { FoundRecord, NamedRecord, RecordFile } from "../../jobs/chain/find-record.ts";
import { Form } from "../layout.tsx";
import { Value } from "../mask.tsx";
import type { Session } from "../session.ts";

/** Names that a browser offers while one types. */
const OFFERED = 200;

interface SearchProps {
  readonly files: readonly RecordFile[];
  readonly entities: readonly string[];
  /** Entities whose rows have names. */
  readonly names: readonly string[];
  /** What was found by a name, where somebody looked for one. */
  readonly named: readonly NamedRecord[] | undefined;
  readonly session: Session;
}

/** The ways to a record. What is typed goes in the body of a form, never into a link. */
export const Search: FC<SearchProps> = ({ files, entities, names, named, session }) => (
  <>
    <Form action="/record/find" session={session}>
      <fieldset>
        <legend>By its number in the legacy system</legend>
        <input type="hidden" name="by" value="number" />
        <div class="actions">
          <Entities id="number-entity" entities={entities} />
          <label>
            Number <input name="number" required maxlength={200} />
          </label>
          <button type="submit">Find</button>
        </div>
      </fieldset>
    </Form>
    <Form action="/record/find" session={session}>
      <fieldset>
        <legend>By its line in a file of the export</legend>
        <input type="hidden" name="by" value="place" />
        <div class="actions">
          <label>
            File <input name="file" list="files" required maxlength={400} size={28} />
          </label>
          <label>
            Line <input name="line" inputmode="numeric" pattern="[0-9]+" required size={9} />
          </label>
          {areShared(files) && <Entities id="place-entity" entities={entities} />}
          <button type="submit">Find</button>
        </div>
        <datalist id="files">
          {[...new Set(files.map(({ file }) => file))].slice(0, OFFERED).map((file) => (
            <option value={file}></option>
          ))}
        </datalist>
      </fieldset>
    </Form>
    {names.length > 0 && <ByName names={names} session={session} />}
    {named && <NamedList named={named} session={session} />}
  </>
);

/** Whether a file is read for several entities, so that its lines lead to several records. */
const areShared = (files: readonly RecordFile[]): boolean =>
  new Set(files.map(({ file }) => file)).size < files.length;

const Entities: FC<{ id: string; entities: readonly string[] }> = ({ id, entities }) => (
  <label for={id}>
    Record of{" "}
    <select id={id} name="entity">
      {entities.map((entity) => (
        <option value={entity}>{entity}</option>
      ))}
    </select>
  </label>
);

const ByName: FC<{ names: readonly string[]; session: Session }> = ({ names, session }) => {
  if (!session.revealed) {
    return <p class="soft">To look for somebody by name, show values first.</p>;
  }
  return (
    <Form action="/record/find" session={session}>
      <fieldset>
        <legend>By a name, among the rows that are in</legend>
        <input type="hidden" name="by" value="name" />
        <div class="actions">
          <Entities id="name-entity" entities={names} />
          <label>
            Name, or parts of it <input name="name" required maxlength={200} />
          </label>
          <button type="submit">Find</button>
        </div>
      </fieldset>
    </Form>
  );
};

const NamedList: FC<{ named: readonly NamedRecord[]; session: Session }> = ({ named, session }) => (
  <section aria-label="Found by name">
    <h2>Found</h2>
    {named.length === 0 ? (
      <p>Nobody has all of these words in a name. Rejected records are found by number or line.</p>
    ) : (
      <ul>
        {named.map(({ entity, ref, legacyId }) => (
          <li>
            <a href={`/record/${entity}/${refText(ref)}`}>
              {entity} <Value value={legacyId} session={session} />
            </a>
          </li>
        ))}
      </ul>
    )}
  </section>
);

/** That there is no such record, and which one may be meant. */
export const Nearly: FC<{ found: FoundRecord; session: Session }> = ({ found, session }) => (
  <div class="notice warning" role="alert">
    <p>
      <b>{missingWords(found)}</b>
    </p>
    {found.near.length > 0 && (
      <>
        <p>Numbers are compared to the last sign. Did you mean:</p>
        <ul>
          {found.near.map(({ entity, legacyId, how, ref }) => (
            <li>
              <a href={`/record/${entity}/${refText(ref)}`}>
                {entity} <Value value={legacyId} session={session} />
              </a>{" "}
              <span class="soft">({how})</span>
            </li>
          ))}
        </ul>
      </>
    )}
  </div>
);

function missingWords({ why }: FoundRecord): string {
  switch (why) {
    case "no such file":
      return "No run of this chain has read a file of this name.";
    case "several entities":
      return "The file is read for several entities: choose one.";
    case "no such record":
      return "No record of this file is known to begin in this line.";
    default:
      return "No run of this chain has met a record of this number.";
  }
}
