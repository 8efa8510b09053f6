import { expect, test } from "vitest";
import { assess } from "../../support/assess.ts";

const DUMP = `-- MySQL dump 10.13  Distrib 8.0.36
CREATE TABLE \`doctors\` (\`doctorId\` int, \`fullName\` text, \`joinDate\` date);
INSERT INTO \`doctors\` VALUES (1,'Jane Smith','2015-06-01'),(2,'Tom Novak','2016-07-02');
-- Dump completed
`;
const JSON_LIST = `[{"doctorId":"1","fullName":"Jane Smith","joinDate":"2015-06-01"},
{"doctorId":"2","fullName":"Tom Novak","joinDate":"2016-07-02"}]`;

test.each([
  ["doctors.sql", DUMP],
  ["doctors.json", JSON_LIST],
])("the columns of %s have names, though no header says them", async (name, content) => {
  const { proposals, profile } = await assess({ [name]: content });
  expect(proposals.map(({ columns }) => columns.map(({ field }) => field))).toEqual([
    ["legacyId", "fullName", "joinDate"],
  ]);
  expect(profile.smells.filter(({ code }) => code === "header.missing")).toEqual([]);
});
