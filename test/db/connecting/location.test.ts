import { userInfo } from "node:os";
import { expect, test } from "vitest";
import { parseLocation, titleOf, withoutPassword } from "../../../src/db/connecting/location.ts";
import { UsageError } from "../../../src/plain/errors.ts";

const located = (source: string) => {
  const location = parseLocation(source);
  if (location === undefined) throw new Error(`${source} is no location`);
  return location;
};

/** Stands in every URL that is refused: no message may show any part of it. */
const SECRET = "zyxSecret";

test.each([
  ["postgres://ann@db/hms", ["postgresql", "db", 5432, "ann", undefined, "hms"]],
  ["POSTGRESQL://ann:pw@db:6000/hms", ["postgresql", "db", 6000, "ann", "pw", "hms"]],
  ["mysql://ann@db/hms", ["mysql", "db", 3306, "ann", undefined, "hms"]],
  ["mariadb://ann:@db:3307/hms", ["mysql", "db", 3307, "ann", "", "hms"]],
  ["postgres://a%40b:p%3A%2F%25@db/h%C3%A4us", ["postgresql", "db", 5432, "a@b", "p:/%", "häus"]],
  ["mysql://ann:p@ss:word@db/hms", ["mysql", "db", 3306, "ann", "p@ss:word", "hms"]],
  ["postgres://ann@[::1]:5433/hms", ["postgresql", "::1", 5433, "ann", undefined, "hms"]],
  ["mysql://ann@[fe80::1%25eth0]/hms", ["mysql", "fe80::1%eth0", 3306, "ann", undefined, "hms"]],
  ["postgres:///hms", ["postgresql", "localhost", 5432, userInfo().username, undefined, "hms"]],
  [" postgres://ann@/hms?host=db&port=9 ", ["postgresql", "db", 9, "ann", undefined, "hms"]],
  ["postgres://db?dbname=hms&user=ann&password=p", ["postgresql", "db", 5432, "ann", "p", "hms"]],
])("%s says where, as whom and what", (source, expected) => {
  const { engine, host, port, user, password, database } = located(source);
  expect([engine, host, port, user, password, database]).toEqual(expected);
});

test.each([
  ["postgres://ann@%2Fvar%2Frun%2Fpostgresql/hms", "/var/run/postgresql"],
  ["postgres://ann@/hms?host=/tmp", "/tmp"],
  ["mysql://ann@localhost/hms?socket=/run/mysqld/mysqld.sock", "/run/mysqld/mysqld.sock"],
  ["mysql://ann@%2Frun%2Fmy.sock/hms", "/run/my.sock"],
])("%s is asked over a socket", (source, socket) => {
  expect(located(source).socket).toBe(socket);
});

test.each([
  ["postgres://ann:secret@db/hms?sslmode=require", "postgres://ann@db:5432/hms"],
  ["postgresql://a%2Fb@[::1]/h%20s", "postgres://a%2Fb@[::1]:5432/h%20s"],
  ["mariadb://ann@%2Frun%2Fmy.sock/hms", "mariadb://ann@%2Frun%2Fmy.sock/hms"],
])("%s is called %s", (source, title) => {
  expect(titleOf(located(source))).toBe(title);
});

test.each([
  "postgres://ann:secret@db/hms?sslmode=verify-ca&sslrootcert=%2Fa%20b%2Fc%26d.pem",
  "mysql://ann:secret@[::1]:3307/h%2Fs%3F?ssl-mode=required".replace("%2F", "-"),
  "postgres://ann:secret@[fe80::1%25eth0]/hms",
  "postgres://ann:secret@/hms?host=/tmp&port=5999&connect_timeout=3",
  "mysql://ann:secret@localhost/hms?socket=/run/my.sock",
])("%s without its password is the same place", (source) => {
  const location = located(source);
  const again = withoutPassword(location);
  expect(again).not.toContain("secret");
  expect(located(again)).toEqual({ ...location, password: undefined });
});

test.each(["legacy", "-", "./mysql/dumps", "C:\\legacy\\hms.db", "postgres", "https://db/hms", ""])(
  "%j is no URL of a database",
  (source) => {
    expect(parseLocation(source)).toBeUndefined();
  },
);

test.each([
  `postgres://ann:${SECRET}/1@db/hms`,
  `postgres://ann:1?${SECRET}@db/hms`,
  `postgres://ann:1#${SECRET}@db/hms`,
  `mysql://ann:${SECRET}@db/`,
  `mysql://ann:${SECRET}@db/hms/more`,
  `mysql://ann:${SECRET}@db:0/hms`,
  `mysql://ann:${SECRET}@db:65536/hms`,
  `mysql://ann:${SECRET}@db:port/hms`,
  `mysql://ann:${SECRET}@::1/hms`,
  `mysql://ann:${SECRET}%zz@db/hms`,
  `postgres://ann:${SECRET}@one,two/hms`,
  `postgres://ann:${SECRET}@db/hms?sslmode=yes`,
  `postgres://ann:${SECRET}@db/hms?sslmode=require&sslmode=require`,
  `postgres://ann:${SECRET}@db/hms?connect_timeout=soon`,
  `postgres://ann:${SECRET}@db/hms?ssl-mode=REQUIRED`,
  `mysql://ann:${SECRET}@db/hms?sslmode=require`,
  `mysql://ann:${SECRET}@db/hms?socket=`,
  `jdbc:mysql://db/hms?user=ann&password=${SECRET}`,
  `jdbc:oracle:thin:ann/${SECRET}@db:1521:hms`,
  `Server=db;Database=hms;User Id=ann;Password=${SECRET};`,
  `Driver={MySQL ODBC};Server=db;Pwd=${SECRET}`,
  `host=db dbname=hms user=ann password=${SECRET}`,
  `postgresql+psycopg2://ann:${SECRET}@db/hms`,
  `ann:${SECRET}@tcp(db:3306)/hms`,
  `mysql:ann:${SECRET}@db/hms`,
  `sqlserver://ann:${SECRET}@db/hms`,
  `oracle+cx://ann:${SECRET}@db/hms`,
  "sqlite:///legacy/hms.db",
])("%s is refused without being repeated", (source) => {
  const error = caught(source);
  expect(error).toBeInstanceOf(UsageError);
  expect(`${error.message} ${error.cure}`).not.toContain(SECRET);
  expect(error.cure).not.toBe("");
});

test.each([
  ["mysql://ann@db/hms?sslMode=required", "ssl-mode"],
  ["postgres://ann@db/hms?ssl-mode=require", "sslmode"],
  ["postgres://ann@db/hms?conect_timeout=3", "connect_timeout"],
])("%s names the parameter that was meant", (source, meant) => {
  expect(caught(source).message).toContain(`"${meant}"`);
});

test("a schema among the parameters is told its flag", () => {
  expect(caught("postgres://ann@db/hms?schema=public").cure).toContain("--schema");
});

function caught(source: string): UsageError {
  try {
    parseLocation(source);
  } catch (error) {
    return error as UsageError;
  }
  throw new Error(`${source} was not refused`);
}
