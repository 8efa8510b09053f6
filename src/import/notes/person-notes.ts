import type { Scratch, Statement } from "../../db/database.ts";
import type { PersonFinding } from "../../ledger/person-terms.ts";

/** What joining persons found on single records: a dry run rolls the database back before it is told. */
export class PersonNotes {
  readonly #scratch: Scratch;
  readonly #add: Statement;

  constructor(scratch: Scratch) {
    this.#scratch = scratch;
    scratch.exec("create table person_findings (id integer primary key, finding text not null)");
    this.#add = scratch.prepare("insert into person_findings (finding) values (?)");
  }

  add(finding: PersonFinding): void {
    this.#add.run([JSON.stringify(finding)]);
  }

  /** Persons are joined anew. */
  clear(): void {
    this.#scratch.exec("delete from person_findings");
  }

  *all(): Generator<PersonFinding> {
    const found = this.#scratch.prepare("select finding from person_findings order by id");
    for (const [finding] of found.iterate([])) yield JSON.parse(String(finding)) as PersonFinding;
  }
}
