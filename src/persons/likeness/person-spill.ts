import type { DbValue, OpenScratch, Scratch, Statement } from "../../db/database.ts";
import type { Person } from "./person.ts";
import type { CountSame, Trait } from "./score-pair.ts";

const TABLES = `
  create table persons (
    n integer primary key, line integer not null, id text not null, name text not null,
    birth text not null, phone text not null, email text not null, gender text not null,
    address text not null, national_id text not null, given text not null, marks text not null
  );
  create table blocks (key text not null, n integer not null)`;
const TRAIT_COLUMNS: Readonly<Record<Trait, string>> = {
  name: "name",
  birth: "birth",
  phone: "phone",
  email: "email",
  address: "address",
  nationalId: "national_id",
};
/** So many counts are kept: records that agree in one trait mostly agree in others. */
const MOST_COUNTS = 5_000;
/** More records that agree in it are told apart by it as little as by nothing. */
const LARGEST_BLOCK = 30;
const SEALED = `
  create index persons_id on persons (id);
  create index blocks_key on blocks (key, n);
  create table shared (block integer primary key, key text not null);
  insert into shared (key)
    select key from blocks group by key having count(*) between 2 and ${LARGEST_BLOCK} order by key;
  insert into members select b.n, s.block from shared s join blocks b on b.key = s.key`;
const MEMBERS = "n integer not null, block integer not null, primary key (n, block)";
/** More records of one id are visits, not registrations. */
const MOST_OF_ONE_ID = 30;

/** The persons of one file, on disk, and what they are found again by. */
export class PersonSpill {
  readonly #scratch: Scratch;
  readonly #insert: Statement;
  readonly #addBlock: Statement;
  persons = 0;

  constructor(openScratch: OpenScratch) {
    this.#scratch = openScratch();
    this.#scratch.exec(TABLES);
    this.#scratch.begin();
    const values = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    this.#insert = this.#scratch.prepare(`insert into persons values ${values}`);
    this.#addBlock = this.#scratch.prepare("insert into blocks values (?, ?)");
  }

  add(person: Person): void {
    const n = ++this.persons;
    const { line, id, name, birth, phone, email, gender, address, nationalId } = person;
    const known = [name, birth, phone, email, gender, address, nationalId];
    this.#insert.run([n, line, id, ...known, person.given, person.marks]);
    for (const key of blocksOf(person)) this.#addBlock.run([key, n]);
  }

  /**
   * Pairs that agree in enough to be compared, each once. Block by block, each record of it read once: there are
   * far more pairs than records.
   */
  *pairs(): Generator<readonly [Person, Person]> {
    const read = this.#scratch.prepare(
      `select p.*, (select group_concat(m.block, ' ') from members m where m.n = p.n)
         from persons p where p.n = ?`,
    );
    const members = this.#scratch
      .prepare("select s.block, b.n from shared s join blocks b on b.key = s.key order by 1, 2")
      .iterate([]);
    let [block, persons]: [number, Member[]] = [0, []];
    for (const [number, n] of members) {
      if (Number(number) !== block) {
        yield* pairsOf(block, persons);
        [block, persons] = [Number(number), []];
      }
      persons.push(memberFrom(read.get([n ?? null]) ?? []));
    }
    yield* pairsOf(block, persons);
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

  /** How many have the same value: counted once for all, as a value may be that of every record. */
  counter(): CountSame {
    const statements = new Map(
      Object.entries(TRAIT_COLUMNS).map(([trait, column]) => {
        const count = `select persons from same_${column} where value = ?`;
        return [trait, this.#scratch.prepare(count)] as const;
      }),
    );
    const known = new Map<string, number>();
    return (trait, value) => {
      const key = `${trait} ${value}`;
      const found = known.get(key) ?? Number(statements.get(trait)?.get([value])?.[0] ?? 1);
      if (known.size >= MOST_COUNTS) known.clear();
      known.set(key, found);
      return found;
    };
  }

  close(): void {
    this.#scratch.close();
  }

  /** All are added: from now on they can be compared. No index can be made while rows are read. */
  seal(): void {
    this.#scratch.createKeyed("members", MEMBERS);
    this.#scratch.exec(SEALED);
    for (const column of Object.values(TRAIT_COLUMNS)) {
      this.#scratch.createKeyed(`same_${column}`, "value text primary key, persons integer");
      this.#scratch.exec(
        `insert into same_${column} select ${column}, count(*) from persons where ${column} <> ''
           group by 1 having count(*) > 1 order by 1`,
      );
    }
  }
}

interface Member {
  readonly person: Person;
  /** Numbers of all blocks that it is in, in their order. */
  readonly blocks: readonly number[];
}

function memberFrom(row: readonly DbValue[]): Member {
  const blocks = String(row.at(-1) ?? "").split(" ");
  return { person: personFrom(row), blocks: blocks.map(Number).sort((one, other) => one - other) };
}

/** Those of one block that are not together in an earlier one, too. */
function* pairsOf(block: number, members: readonly Member[]) {
  for (const [at, one] of members.entries()) {
    for (let next = at + 1; next < members.length; next++) {
      const other = members[next];
      if (other !== undefined && firstCommon(one.blocks, other.blocks) === block) {
        yield [one.person, other.person] as const;
      }
    }
  }
}

function firstCommon(some: readonly number[], others: readonly number[]): number | undefined {
  let at = 0;
  for (const block of some) {
    while ((others[at] ?? block) < block) at++;
    if (others[at] === block) return block;
  }
  return undefined;
}

function personFrom(row: readonly DbValue[]): Person {
  const [, line, ...texts] = row;
  const [id, name, birth, phone, email, gender, address, nationalId, given, marks] =
    texts.map(String);
  return {
    line: Number(line),
    id: id ?? "",
    name: name ?? "",
    birth: birth ?? "",
    phone: phone ?? "",
    email: email ?? "",
    gender: gender ?? "",
    address: address ?? "",
    nationalId: nationalId ?? "",
    given: given ?? "",
    marks: marks ?? "",
  };
}

/** What two records must share one of to be compared at all: pairs of everyone would be too many. */
function blocksOf({ name, birth, phone, email, address, nationalId }: Person): Set<string> {
  const words = name.split(" ");
  return new Set([
    ...(phone === "" ? [] : [`p ${phone}`]),
    ...(email === "" ? [] : [`e ${email}`]),
    ...(nationalId === "" ? [] : [`i ${nationalId}`]),
    ...(name === "" || birth === "" ? [] : [`y ${name} ${birth.slice(0, 4)}`]),
    ...(name === "" || birth === "" ? [] : words.map((word) => `b ${birth} ${word.slice(0, 3)}`)),
    ...(name === "" || address === "" ? [] : [`a ${name} ${address}`]),
  ]);
}
