/** The first Node.js that better-sqlite3 13 runs on. */
const FIRST_OF_13 = 22;

/**
 * The package of the driver for the Node.js that runs this: version 13 on 22 and newer, where 12 ends the
 * process as soon as one of its objects is collected (Node.js 24), and 12 on 20, where 13 crashes.
 */
export const DRIVER: "better-sqlite3" | "better-sqlite3-13" =
  Number.parseInt(process.versions.node, 10) < FIRST_OF_13 ? "better-sqlite3" : "better-sqlite3-13";
