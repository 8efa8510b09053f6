import type { Database, DbValue, Statement } from "../../db/database.ts";
import { openScratch } from "../../db/sqlite.ts";
import type { Person } from "./person.ts";
import type { CountSame } from "./score-pair.ts";

const TABLES = `
  create table persons (
    n integer primary key, line integer not null, id text not null, name text not null,
    birth text not null, phone text not null, email text not null, gender text not null,
    address text not null, national_id text not null
  );
  create table blocks (key text not null, n integer not null);
  create table pairs (one integer not null, other integer not null, primary key (one, other))
    without rowid`;
const INDEXES = `
  create index persons_id on persons (id);
  create index blocks_key on blocks (key, n)`;
const TRAIT_COLUMNS = {
  ...{ name: "name", birth: "birth", phone: "phone", email: "email" },
  ...{ address: "address", nationalId: "national_id" },
} as const;
/** More records that agree in it are told apart by it as little as by nothing. */
const LARGEST_BLOCK = 30;
/** More records of one id are visits, not registrations. */
const MOST_OF_ONE_ID = 30;

/** The persons of one file, on disk, and what they are found again by. */
export class PersonSpill {
  readonly #scratch: Database;
  readonly #insert: Statement;
  readonly #addBlock: Statement;
  readonly #person: Statement;
  persons = 0;

  constructor() {
    this.#scratch = openScratch();
    this.#scratch.exec(TABLES);
    this.#scratch.begin();
    const values = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    this.#insert = this.#scratch.prepare(`insert into persons values ${values}`);
    this.#addBlock = this.#scratch.prepare("insert into blocks values (?, ?)");
    this.#person = this.#scratch.prepare("select * from persons where n = ?");
  }

  add(person: Person): void {
    const n = ++this.persons;
    const { line, id, name, birth, phone, email, gender, address, nationalId } = person;
    this.#insert.run([n, line, id, name, birth, phone, email, gender, address, nationalId]);
    for (const key of blocksOf(person)) this.#addBlock.run([key, n]);
  }

  /** Pairs that agree in enough to be compared, each once. */
  *pairs(): Generator<readonly [Person, Person]> {
    this.#scratch.exec(
      `insert or ignore into pairs select a.n, b.n from
         (select key from blocks group by key having count(*) between 2 and ${LARGEST_BLOCK}) k
         join blocks a on a.key = k.key join blocks b on b.key = k.key and b.n > a.n`,
    );
    // Row by row: there may be more pairs than persons.
    for (const [one, other] of this.#scratch.prepare("select one, other from pairs").iterate([])) {
      yield [this.#at(one), this.#at(other)];
    }
  }

  /** Records that have the same id, id by id. */
  *sharedIds(): Generator<readonly Person[]> {
    const shared = this.#scratch
      .prepare("select id from persons where id <> '' group by id having count(*) between 2 and ?")
      .iterate([MOST_OF_ONE_ID]);
    const records = this.#scratch.prepare("select * from persons where id = ? order by n");
    for (const [id] of shared) yield records.all([id ?? null]).map(personFrom);
  }

  /** Ids that differ in leading zeros or letter case alone: how many, and the lines of the later ones. */
  differentlyWritten(): { readonly count: number; readonly lines: readonly number[] } {
    const folded = this.#scratch
      .prepare(
        `select count(*), max(line) from (select distinct id, line from persons where id <> '')
         group by lower(ltrim(id, '0')) having count(distinct id) > 1 order by 2`,
      )
      .all([]);
    const count = folded.reduce((sum, [records]) => sum + Number(records), 0);
    return { count, lines: folded.slice(0, 10).map(([, line]) => Number(line)) };
  }

  /** How many have the same value. */
  counter(): CountSame {
    const statements = new Map(
      Object.entries(TRAIT_COLUMNS).map(([trait, column]) => {
        const count = `select count(*) from persons where ${column} = ?`;
        return [trait, this.#scratch.prepare(count)] as const;
      }),
    );
    return (trait, value) => Number(statements.get(trait)?.get([value])?.[0] ?? 1);
  }

  close(): void {
    this.#scratch.close();
  }

  /** All are added: from now on they can be compared. No index can be made while rows are read. */
  seal(): void {
    this.#scratch.exec(INDEXES);
    for (const column of Object.values(TRAIT_COLUMNS)) {
      this.#scratch.exec(`create index persons_${column} on persons (${column})`);
    }
  }

  #at(n: DbValue | undefined): Person {
    return personFrom(this.#person.get([n ?? null]) ?? []);
  }
}

function personFrom(row: readonly DbValue[]): Person {
  const [, line, ...texts] = row;
  const [id, name, birth, phone, email, gender, address, nationalId] = texts.map(String);
  return {
    ...{ line: Number(line), id: id ?? "", name: name ?? "", birth: birth ?? "" },
    ...{ phone: phone ?? "", email: email ?? "", gender: gender ?? "" },
    ...{ address: address ?? "", nationalId: nationalId ?? "" },
  };
}

/** What two records must share one of to be compared at all: pairs of everyone would be too many. */
function blocksOf({ name, birth, phone, email, address, nationalId }: Person): string[] {
  const words = name.split(" ");
  return [
    ...(phone === "" ? [] : [`p ${phone}`]),
    ...(email === "" ? [] : [`e ${email}`]),
    ...(nationalId === "" ? [] : [`i ${nationalId}`]),
    ...(name === "" || birth === "" ? [] : [`y ${name} ${birth.slice(0, 4)}`]),
    ...(name === "" || birth === "" ? [] : words.map((word) => `b ${birth} ${word.slice(0, 3)}`)),
    ...(name === "" || address === "" ? [] : [`a ${name} ${address}`]),
  ];
}
