import { DatabaseError, HmsyncError } from "../../plain/errors.ts";
import { explainSystem } from "../../plain/system-failure.ts";
import { DRIVER } from "./driver-name.ts";
import { explainDatabaseError } from "./explain-error.ts";

/**
 * A failure as one clear line with its cure, wherever it was met: what the system refuses, a lack of memory, a
 * database that is damaged, a driver that does not load. What nobody has foreseen comes back as it is.
 */
export function foreseen(error: unknown): unknown {
  if (error instanceof HmsyncError || !(error instanceof Error)) return error;
  return explainUnloadable(error) ?? explainSystem(error) ?? explainDatabaseError(error, "");
}

const running = `Node.js ${process.version}`;

/** Version 13 brings what is built for the common systems, and is built nowhere unless it is asked to. */
const BUILDING = {
  "better-sqlite3": "npm rebuild better-sqlite3",
  "better-sqlite3-13":
    "npm explore better-sqlite3-13 -- npx node-gyp rebuild --release --force_build=1",
};

/** How Node.js says that a native module was built for one with another module version. */
const OTHER_NODE = /NODE_MODULE_VERSION/;
/** What the driver says where nothing was built (`npm ci --ignore-scripts`). */
const UNBUILT = /^Could not locate the bindings file/;

/** Each Node.js has its version of the driver; npm leaves out the other, and one that it cannot build. */
function driverMissing(cause: unknown): DatabaseError {
  return new DatabaseError(`The database driver for ${running} (${DRIVER}) is not installed.`, {
    cure: "Install the packages again with this Node.js:  npm ci  (outside of a clone  npm install). If it is still missing after that, the same command with  --foreground-scripts  shows why.",
    cause,
  });
}

/**
 * Why the driver does not load, in one clear line with its cure. Undefined if the error is about something else.
 *
 * @param error of importing `driver.ts`, or of opening a database
 */
function explainUnloadable(error: unknown): DatabaseError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error ? error.code : undefined;
  if (code === "MODULE_NOT_FOUND" && error.message.includes(`'${DRIVER}'`)) {
    return driverMissing(error);
  }
  const built = code === "ERR_DLOPEN_FAILED";
  if (!built && !UNBUILT.test(error.message)) return undefined;
  const why = built ? whyItDoesNotLoad(error) : "it was never built.";
  return new DatabaseError(`The database driver does not load under ${running}: ${why}`, {
    cure: `Build it here (requires a C++ compiler and Python):  ${BUILDING[DRIVER]}`,
    cause: error,
  });
}

const whyItDoesNotLoad = ({ message }: Error): string =>
  OTHER_NODE.test(message)
    ? "it was built for another version of Node.js."
    : "it was built for another system, or is damaged.";
