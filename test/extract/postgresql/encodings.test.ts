import { expect, it } from "vitest";
import { readDatabase } from "../../support/legacy-rows.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";

/** Bytes as they are, in whatever the database calls its text. */
const stored = (hex: string): string => `convert_from('\\x${hex}', getdatabaseencoding())`;

describePostgresql("the encodings of PostgreSQL databases", () => {
  const latin = testDatabase("encoding 'LATIN1' locale 'C'");
  const unknown = testDatabase("encoding 'SQL_ASCII' locale 'C'");
  const japanese = testDatabase("encoding 'EUC_JP' locale 'C'");

  it("reads text of another encoding as the text that it is", async () => {
    await latin.query("create table patients (id int primary key, name text)");
    await latin.query(
      `insert into patients values (1, ${stored("4d fc6c6c6572 e9".replaceAll(" ", ""))})`,
    );
    expect(await readDatabase(latin.url)).toMatchObject([{ text: '"1","Mülleré"\n' }]);
  });

  it("reads text of a database that says nothing of its encoding, as long as it is UTF-8", async () => {
    await unknown.query("create table good (id int primary key, name text)");
    await unknown.query("insert into good values (1, 'Zoë 日本'), (2, 'plain')");
    expect(await readDatabase(unknown.url, { tables: ["good"] })).toMatchObject([
      { text: '"1","Zoë 日本"\n"2","plain"\n' },
    ]);
  });

  it("names the cell that is no text, and no value", async () => {
    await unknown.query("create table bad (id int primary key, name text, note text)");
    await unknown.query(`
      insert into bad select n, 'plain', repeat('ü', 40) from generate_series(1, 3000) n;
      update bad set note = ${stored("5a796efc")} where id in (2345, 2900)`);
    await expect(readDatabase(unknown.url, { tables: ["bad"] })).rejects.toThrow(
      /^bad, record 2345, column note: .*SQL_ASCII/,
    );
  });

  it("names the cell that the server itself cannot convert", async () => {
    // A character of JIS X 0212 that Unicode has no place for.
    await japanese.query("create table bad (id int primary key, note text)");
    await japanese.query(`
      insert into bad select n, 'plain' from generate_series(1, 100) n;
      update bad set note = ${stored("8fa1a1")} where id = 77`);
    await expect(readDatabase(japanese.url)).rejects.toThrow(/^bad, record 77, column note: /);
  });
});
