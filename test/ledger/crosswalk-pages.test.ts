import { expect, test } from "vitest";
import { crosswalk } from "../../shared/ledger.ts";
import { doctors } from "../../shared/schema.ts";
import type { Database } from "../../src/db/database.ts";
import { PAGE, type PagedRow, pageReader } from "../../src/ledger/crosswalk-pages.ts";
import { newDatabase } from "../support/import.ts";

const OF = { table: doctors, entity: "doctors", legacySystem: "OLD" };
const COLUMNS = [
  ...["id", "legacySystem", "entity", "legacyId", "targetId", "contentHash"],
  ...["fileId", "record", "line", "runId", "madeByRunId"],
] as const;

interface Link {
  readonly legacyId: string;
  readonly hash?: Buffer | null;
  readonly entity?: string;
  readonly targetId?: string;
}

const HASH = Buffer.from("00ff10a91e1f0d0a", "hex");

async function crosswalkOf(links: readonly Link[]): Promise<Database> {
  const db = await newDatabase();
  const insert = db.prepareInsert(crosswalk, COLUMNS);
  db.begin();
  for (const [
    at,
    { legacyId, hash = HASH, entity = "doctors", targetId = `d${at}` },
  ] of links.entries()) {
    const place = [7, at + 1, at + 2, 3, 2];
    insert.run([at + 1, "OLD", entity, legacyId, targetId, hash, ...place]);
  }
  db.prepareInsert(doctors, ["id", "fullName"]).run(["d0", "Dr. Rao"]);
  db.commit();
  return db;
}

const plain = ({ id, legacyId, targetId, contentHash, targetExists }: PagedRow) => ({
  id,
  legacyId,
  targetId,
  targetExists,
  hash: contentHash?.toString("hex") ?? null,
});

function rowsOf(db: Database, after = 0) {
  const page = pageReader(db, OF)(after);
  return page && Array.from({ length: page.rows }, (_, nth) => page.row(nth));
}

test("a page holds what the crosswalk says, and whether target rows are there", async () => {
  const db = await crosswalkOf([
    { legacyId: "DOC 01" },
    { legacyId: "P1", entity: "patients" },
    { legacyId: "Zoë \u{1f3e5}\n2", hash: null },
    { legacyId: "-7" },
  ]);
  const rows = rowsOf(db);
  const hash = HASH.toString("hex");
  expect(rows?.map(plain)).toEqual([
    { id: 1, legacyId: "DOC 01", targetId: "d0", targetExists: true, hash },
    { id: 3, legacyId: "Zoë \u{1f3e5}\n2", targetId: "d2", targetExists: false, hash: null },
    { id: 4, legacyId: "-7", targetId: "d3", targetExists: false, hash },
  ]);
  expect(rows?.[2]).toMatchObject({ fileId: 7, record: 4, line: 5, runId: 3, madeByRunId: 2 });
  expect(rowsOf(db, 3)?.map(({ id }) => id)).toEqual([4]);
  expect(rowsOf(db, 4)).toEqual([]);
});

test("a row knows its legacy id and its content, and no other", async () => {
  const db = await crosswalkOf([
    { legacyId: "Zoë" },
    { legacyId: "42" },
    { legacyId: "7", hash: null },
  ]);
  const [zoe, number, empty] = rowsOf(db) ?? [];
  expect(["Zoë", "Zoe", "ZoÃ«", "Zo"].map((id) => zoe?.isCalled(id))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(["42", "4", "421", "43"].map((id) => number?.isCalled(id))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  const other = Buffer.from(HASH);
  other[7] = 0x0b;
  const hashes = [HASH, other, HASH.subarray(0, 7), Buffer.alloc(0)];
  expect(hashes.map((hash) => number?.isOf(hash))).toEqual([true, false, false, false]);
  expect(empty?.isOf(HASH)).toBe(false);
});

test("a legacy id that holds a separator makes the page unreadable, however well it is forged", async () => {
  const forged = ["x", "d9", "9", "3", "2", "7", "9", "10\u001e1", "00FF", "y"].join("\u001f");
  for (const legacyId of ["a\u001fb", "a\u001eb", forged]) {
    const db = await crosswalkOf([{ legacyId: "1" }, { legacyId }, { legacyId: "2" }]);
    expect(pageReader(db, OF)(0)).toBeUndefined();
  }
});

test("a crosswalk of several pages is read page by page, in its order", async () => {
  const links = Array.from({ length: PAGE + 5 }, (_, at) => ({ legacyId: `D${at}` }));
  const read = pageReader(await crosswalkOf(links), OF);
  const pages = [0, PAGE, PAGE + 5].map((after) => read(after));
  expect(pages.map((page) => page?.rows)).toEqual([PAGE, 5, 0]);
  expect(pages[0]?.row(PAGE - 1).id).toBe(PAGE);
});
