import { expect, test } from "vitest";
import { publishedSchema } from "../../src/mapping/published-schema.ts";
import { IMPORTERS } from "../support/target.ts";

const schema = publishedSchema(IMPORTERS);

test("the schema that ships is that of the parser", async () => {
  const text = `${JSON.stringify(schema, null, 1)}\n`;
  await expect(text).toMatchFileSnapshot("../../importers/mapping.schema.json");
});
