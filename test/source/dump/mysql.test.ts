import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { dumpFile, rowsIn, tableOf } from "../../support/dumps.ts";

const HEAD = `-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: clinic
-- ------------------------------------------------------
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
`;
const END = "\n/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n-- Dump completed on 2026-01-14  2:03:11\n";
const CREATE = `DROP TABLE IF EXISTS \`t\`;
CREATE TABLE \`t\` (
  \`id\` int NOT NULL AUTO_INCREMENT,
  \`odd\`\`na,me\` varchar(20) DEFAULT 'a),\\'b' COMMENT 'it''s; a name',
  \`flag\` bit(1) DEFAULT b'0',
  \`raw\` blob,
  \`key\` enum('a','b') DEFAULT NULL,
  PRIMARY KEY (\`id\`),
  UNIQUE KEY \`k\` (\`odd\`\`na,me\`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4;
`;
const whole = (body: string) => `${HEAD}${CREATE}${body}${END}`;

test("an extended INSERT comes back: escapes, NULL, bytes, flags", async () => {
  const dump = whole(String.raw`LOCK TABLES ${"`t`"} WRITE;
/*!40000 ALTER TABLE ${"`t`"} DISABLE KEYS */;
INSERT INTO ${"`t`"} VALUES (1,'it\'s \"a\"\\\n\r\t\0\Z\%\_\q',_binary '\0',0x00FF,NULL),(2,'',_binary '',_binary 'a\'\0b','a'),(-3,NULL,b'1',0x,"double ""quoted""");
/*!40000 ALTER TABLE ${"`t`"} ENABLE KEYS */;
UNLOCK TABLES;`);
  const { columns, rows } = await tableOf(dumpFile(dump), "t");
  expect(columns).toEqual(["id", "odd`na,me", "flag", "raw", "key"]);
  expect(rows).toEqual([
    ["1", 'it\'s "a"\\\n\r\t\0\x1a\\%\\_q', "0", "bytes 00ff", null],
    ["2", "", "0", "bytes 61270062", "a"],
    ["-3", null, "1", "bytes ", 'double "quoted"'],
  ]);
});

test("a statement of many megabytes in one line is read row by row", async () => {
  const rows = Array.from(
    { length: 30_000 },
    (_, at) => `(${at},'${"x".repeat(200)}',b'0',NULL,NULL)`,
  );
  const path = dumpFile(gzipSync(whole(`INSERT INTO \`t\` VALUES ${rows.join(",")};`)), "b.sql.gz");
  const found = await tableOf(path, "t");
  expect(found.rows).toHaveLength(30_000);
  expect(found.rows.at(-1)?.[0]).toBe("29999");
});

test("one row of many megabytes is read, too", async () => {
  const long = "ab''c\\n".repeat(500_000);
  const [row] = await rowsIn(whole(`INSERT INTO \`t\` VALUES (1,'${long}',b'0',NULL,NULL);`));
  expect(row?.[1]).toBe("ab'c\n".repeat(500_000));
});

test("bytes that are no text do no harm to the text beside them", async () => {
  const values = Buffer.concat([
    ...[
      Buffer.from("INSERT INTO `t` VALUES (1,'é',b'0',_binary '"),
      Buffer.from([0xff, 0xc3, 0x5c, 0x30]),
    ],
    Buffer.from("','ok');\n"),
  ]);
  const dump = Buffer.concat([Buffer.from(HEAD + CREATE), values, Buffer.from(END)]);
  expect(await rowsIn(dump)).toEqual([["1", "é", "0", "bytes ffc300", "ok"]]);
});

test("the encoding that the dump declares is the one it is read in", async () => {
  const latin = whole("INSERT INTO `t` VALUES (1,'\u00e9\u0080',b'0',NULL,NULL);").replace(
    "utf8mb4 */",
    "latin1 */",
  );
  expect(await rowsIn(Buffer.from(latin, "latin1"))).toEqual([["1", "é€", "0", null, null]]);
  const strange = whole("").replace("SET NAMES utf8mb4", "SET NAMES klingon");
  await expect(rowsIn(strange)).rejects.toThrow(/line 6: .* klingon/);
});

test("triggers, routines and comments hold no rows", async () => {
  const dump = whole(`INSERT INTO \`t\` VALUES (1,'a',b'0',NULL,NULL);
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`root\`@\`localhost\`*/ /*!50003 TRIGGER \`x\` AFTER INSERT ON \`t\` FOR EACH ROW BEGIN
  INSERT INTO t VALUES (2,'b',b'0',NULL,NULL);
END */;;
DELIMITER ;
# INSERT INTO t VALUES (3,'c',b'0',NULL,NULL);
/*!999999\\- enable the sandbox mode */
/* INSERT INTO t VALUES (4,'d',b'0',NULL,NULL); */
INSERT INTO \`t\` (\`odd\`\`na,me\`, \`id\`) VALUES ('5',5) ON DUPLICATE KEY UPDATE id = 1;
INSERT INTO t SELECT * FROM other;
`);
  expect(await rowsIn(dump)).toEqual([
    ["1", "a", "0", null, null],
    ["5", "5", null, null, null],
  ]);
});

test("MariaDB's first line, a REPLACE and no comments at the end are understood", async () => {
  const dump = `/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19-11.4.2-MariaDB\n/*!40101 SET NAMES utf8mb4 */;\nREPLACE INTO \`t\` (\`a\`) VALUES ('x'),(current_user_is_text);\n`;
  await expect(rowsIn(dump)).rejects.toThrow(/not data/);
  const sound = dump.replace(",(current_user_is_text)", "");
  expect(await rowsIn(`${sound}-- Dump completed on 2026-01-14\n`)).toEqual([["x"]]);
  await expect(rowsIn(sound)).rejects.toThrow(/cut short/);
});

test("tables of several databases are kept apart", async () => {
  const dump = `${HEAD}USE \`one\`;\nINSERT INTO \`t\` VALUES (1);\nUSE \`two\`;\nINSERT INTO \`t\` VALUES (2);\n${END}`;
  const path = dumpFile(dump);
  expect((await tableOf(path, "one.t")).rows).toEqual([["1"]]);
  expect((await tableOf(path, "two.t")).rows).toEqual([["2"]]);
  await expect(tableOf(path, "t")).rejects.toThrow(/several tables/);
});

test("the mode of a trigger without escapes ends behind it", async () => {
  const dump = `${HEAD}SET sql_mode = 'NO_BACKSLASH_ESCAPES';\nINSERT INTO \`t\` VALUES ('a\\\\b');
SET sql_mode = @saved_sql_mode;\nINSERT INTO \`t\` VALUES ('a\\\\b');\n${END}`;
  expect(await rowsIn(dump)).toEqual([["a\\\\b"], ["a\\b"]]);
});
