import fc from "fast-check";
import type pg from "pg";
import { expect, it } from "vitest";
import type { DbValue } from "../../../src/db/database.ts";
import { CannotKeep } from "../../../src/db/postgresql/cannot-keep.ts";
import { readDigest } from "../../../src/db/postgresql/digest.ts";
import { mirror } from "../../../src/db/postgresql/mirror.ts";
import { encoderFor } from "../../../src/db/postgresql/row-encoder.ts";
import { runsOf } from "../../support/at-night.ts";
import { describePostgresql, testDatabase } from "../../support/postgresql.ts";
import { copyIn, shadowRows, tableOf } from "../../support/server-pair.ts";
import {
  GENERATED,
  KEPT,
  NO_PLACE_HERE,
  NO_PLACE_THERE,
  SPELLINGS,
  TYPES,
} from "../../support/server-values.ts";

describePostgresql("a mirror of a server", () => {
  const hospital = testDatabase();
  let opened: pg.Client | undefined;
  const session = async () => (opened ??= await hospital.session());

  it("keeps every value, and writes the same one back, whatever the role prefers", async () => {
    await hospital.query(`${TYPES}
      alter role postgres in database ${hospital.name} set datestyle to 'German';
      alter role postgres in database ${hospital.name} set timezone to 'Asia/Kathmandu';
      alter role postgres in database ${hospital.name} set bytea_output to 'escape';
      alter role postgres in database ${hospital.name} set extra_float_digits to 0`);
    const client = await session();
    const types = typesOf(KEPT);
    const { shadow, pair } = await tableOf(client, "cells", types);
    const nulls = KEPT.map(() => "null").join(", ");
    await client.query(
      `insert into cells values (1, ${KEPT.map(([, sql]) => sql).join(", ")}), (2, ${nulls})`,
    );

    const found = await mirror(client, shadow, { server: "hospital", pairs: [pair] });

    const rows = shadowRows(shadow, pair);
    expect(found.get("cells")).toBe(2);
    expect(rows).toEqual([
      [1, ...KEPT.map(([, , kept]) => kept)],
      [2, ...KEPT.map(() => null)],
    ]);
    const { pair: back } = await tableOf(client, "back", types);
    const written = await copyIn(client, back, rows);
    expect(written).toEqual(await readDigest(client, pair));
    expect(written).toEqual(await readDigest(client, back));
    // Of floating numbers the shadow knows one zero.
    const rowOf = (table: string) => `select replace(t::text, ',-0,', ',0,') from ${table} t`;
    const differs = await client.query(`${rowOf("cells")} except ${rowOf("back")}`);
    expect(differs.rowCount).toBe(0);
    shadow.close();
  });

  it("and any others of their kinds", async () => {
    const client = await session();
    const types = typesOf(GENERATED);
    const { shadow, pair } = await tableOf(client, "generated", types);
    const cells = fc.tuple(...GENERATED.map(([, values]) => fc.option(values)));
    const rows = fc
      .sample(cells, runsOf(5_000, 150))
      .map((row, nth) => [nth + 1, ...row] as DbValue[]);

    const written = await copyIn(client, pair, rows);

    expect(written).toEqual(await readDigest(client, pair));
    await mirror(client, shadow, { server: "hospital", pairs: [pair] });
    const { pair: back } = await tableOf(client, "back", types);
    expect(await copyIn(client, back, shadowRows(shadow, pair))).toEqual(written);
    shadow.close();
  });

  it("refuses what it cannot keep by the column, and keeps no row then", async () => {
    const client = await session();
    const { shadow, pair } = await tableOf(client, "cells", typesOf(NO_PLACE_HERE));
    await client.query("insert into cells (id) values (1)");
    for (const [nth, [, sql]] of NO_PLACE_HERE.entries()) {
      await client.query(`insert into cells (id, c${nth}) values (2, ${sql})`);

      const mirrored = mirror(client, shadow, { server: "hospital", pairs: [pair] });

      await expect(mirrored).rejects.toBeInstanceOf(CannotKeep);
      await expect(mirrored).rejects.toMatchObject({ table: "cells", column: `c${nth}`, row: 2 });
      expect(shadowRows(shadow, pair)).toEqual([]);
      await client.query("delete from cells where id = 2");
    }
    shadow.close();
  });

  it("ends the query of a large table where it stops early, and leaves the connection free", async () => {
    const client = await session();
    const { shadow, pair } = await tableOf(client, "cells", ["date", "text"]);
    await client.query(`insert into cells values (1, 'infinity', '')`);
    await client.query(
      "insert into cells select n, null, repeat('x', 1000) from generate_series(2, 20000) n",
    );

    const mirrored = mirror(client, shadow, { server: "hospital", pairs: [pair] });

    await expect(mirrored).rejects.toMatchObject({ table: "cells", column: "c0", row: 1 });
    const { rows } = await client.query("select count(*)::int as rows from cells");
    expect(rows).toEqual([{ rows: 20_000 }]);
    shadow.close();
  });

  it("does not write what would come out otherwise, and says which column has it", async () => {
    const client = await session();
    const { shadow, pair } = await tableOf(client, "cells", typesOf(NO_PLACE_THERE));
    const encoder = encoderFor(pair);
    encoder.add([1]);
    const before = { size: encoder.size, digest: encoder.digest() };
    for (const [nth, [, value]] of NO_PLACE_THERE.entries()) {
      const row = [2, ...NO_PLACE_THERE.map((_, at) => (at === nth ? value : null))];

      const adding = () => encoder.add(row);

      expect(adding, `c${nth}`).toThrow(CannotKeep);
      const place = { table: "cells", column: `c${nth}`, row: 2 };
      expect(adding).toThrow(expect.objectContaining(place));
    }
    expect({ size: encoder.size, digest: encoder.digest() }).toEqual(before);
    shadow.close();
  });

  it("writes what importers spell in their own ways as the server has it", async () => {
    const client = await session();
    const { shadow, pair } = await tableOf(client, "cells", typesOf(SPELLINGS));

    const written = await copyIn(client, pair, [[1, ...SPELLINGS.map(([, value]) => value)]]);

    expect(written).toEqual(await readDigest(client, pair));
    await client.query("set timezone to 'UTC'; set datestyle to 'ISO'");
    const texts = SPELLINGS.map((_, nth) => `c${nth}::text`).join(", ");
    const { rows } = await client.query({ text: `select ${texts} from cells`, rowMode: "array" });
    expect(rows).toEqual([SPELLINGS.map(([, , text]) => text)]);
    shadow.close();
  });

  it("sums up no two tables alike", async () => {
    const client = await session();
    const { shadow, pair } = await tableOf(client, "cells", ["text", "text"]);
    const tables: DbValue[][][] = [
      [[1, "a", "bc"]],
      [[1, "ab", "c"]],
      [[1, "abc", ""]],
      [[1, "abc", null]],
      [[1, null, "abc"]],
      [[1, "", "abc"]],
      [],
      [[1, null, null]],
      [
        [1, "a", "b"],
        [2, "c", "d"],
      ],
      [
        [1, "a", "d"],
        [2, "c", "b"],
      ],
    ];
    const digests = tables.map((rows) => {
      const encoder = encoderFor(pair);
      for (const row of rows) encoder.add(row);
      const { rows: count, sum } = encoder.digest();
      return `${count} ${sum}`;
    });
    expect(new Set(digests).size).toBe(tables.length);
    shadow.close();
  });
});

describePostgresql("a mirror of a server whose encoding is another one", () => {
  const ward = testDatabase("encoding 'LATIN1' locale 'C'");

  it("has the same texts, and a digest that agrees; what has no place there is refused", async () => {
    const client = await ward.session();
    const { shadow, pair } = await tableOf(client, "cells", ["text", "char(4)", "jsonb"]);

    const written = await copyIn(client, pair, [[1, "Zoë Núñez", "é", '{"é": "ü"}']]);

    expect(written).toEqual(await readDigest(client, pair));
    await mirror(client, shadow, { server: "ward", pairs: [pair] });
    expect(shadowRows(shadow, pair)).toEqual([[1, "Zoë Núñez", "é", '{"é": "ü"}']]);
    const copying = copyIn(client, pair, [[2, "漢字", null, null]]);
    await expect(copying).rejects.toMatchObject({ code: "22P05" });
    shadow.close();
  });
});

const typesOf = (cases: readonly (readonly [type: string, ...unknown[]])[]): string[] =>
  cases.map(([type]) => type);
