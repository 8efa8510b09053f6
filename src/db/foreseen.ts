import { HmsyncError, SystemError } from "../errors.ts";
import { explainUnloadable } from "./driver-trouble.ts";
import { explainDatabaseError } from "./explain-error.ts";

/** What the system calls its refusals, and what helps. */
const CURES: Readonly<Record<string, string>> = {
  ENOENT: "Check that it is still there; another program may have moved it.",
  EACCES: "Give yourself the right to it.",
  EPERM: "It belongs to somebody else: give yourself the right to it, or name another place.",
  EISDIR: "A folder has this name: remove it, or name another place.",
  ENOTDIR: "A part of the path is a file: name another place.",
  ELOOP: "It is a link that leads to itself or is not followed: remove it, or name another place.",
  ENAMETOOLONG: "The name is too long for this system: name a shorter one.",
  ENOSPC: "The disk is full: free some space, then run again.",
  EDQUOT: "Your share of the disk is used up: free some space, then run again.",
  EFBIG: "The file would be larger than this system or your limits allow.",
  EROFS: "The disk can only be read: name a place on another one.",
  EMFILE: "Too many files are open: raise the limit (ulimit -n), then run again.",
  ENFILE: "Too many files are open on this machine: close other programs, then run again.",
  EBUSY: "Another program keeps it: wait until it is done, then run again.",
  ETXTBSY: "Another program keeps it: wait until it is done, then run again.",
  EEXIST: "Something of this name is there already: remove it, or name another place.",
  ENOTEMPTY: "The folder is not empty: empty it, or name another place.",
  EXDEV: "It leads to another disk: name a place on the same one.",
  EIO: "Look at the disk: space, rights, hardware.",
  ESTALE: "The network disk has lost it: connect it again, then run again.",
  ENOTCONN: "The network disk is not connected: connect it again, then run again.",
  ETIMEDOUT: "The disk does not answer: connect it again, then run again.",
  EAGAIN: "The system is short of processes or memory: close other programs, then run again.",
  ENOMEM: "The machine has too little memory: close other programs, then run again.",
  ENXIO: "It is no ordinary file: name another one.",
  ENODEV: "It is no ordinary file: name another one.",
  EINVAL: "It is no ordinary file, or its disk does not allow this: name another place.",
};

const WRITING =
  /^(?:write|mkdir|mkdtemp|unlink|rename|rmdir|rm|copyfile|cp|ftruncate|truncate|fsync|f?chmod|symlink|link|f?utime)/;
const READING = /^(?:read|l?stat|fstat|statfs|scandir|opendir|access|realpath|uv_cwd)/;

/** What Node.js calls a lack of memory. */
const TOO_LARGE = new Set([
  "ERR_WORKER_OUT_OF_MEMORY",
  "ERR_MEMORY_ALLOCATION_FAILED",
  "ERR_STRING_TOO_LONG",
  "ERR_BUFFER_TOO_LARGE",
  "ERR_FS_FILE_TOO_LARGE",
]);
const NO_ROOM = /^Invalid (?:string|array|array buffer|typed array) length|allocation failed$/;

/**
 * A failure as one clear line with its cure, wherever it was met: what the system refuses, a lack of memory, a
 * database that is damaged, a driver that does not load. What nobody has foreseen comes back as it is.
 */
export function foreseen(error: unknown): unknown {
  if (error instanceof HmsyncError || !(error instanceof Error)) return error;
  return explainUnloadable(error) ?? explainSystem(error) ?? explainDatabaseError(error, "");
}

/** What the system refuses, or has no room for. Undefined where the error is another. */
export function explainSystem(error: unknown): SystemError | undefined {
  if (!(error instanceof Error)) return undefined;
  const {
    code = "",
    syscall = "",
    path,
    dest,
  } = error as NodeJS.ErrnoException & {
    readonly dest?: string;
  };
  if (TOO_LARGE.has(code) || (error instanceof RangeError && NO_ROOM.test(error.message))) {
    return new SystemError("There is too little memory for this.", {
      cure: "Give the program more, with  NODE_OPTIONS=--max-old-space-size=8192  before the command, or split the file.",
      cause: error,
    });
  }
  if (!/^E[A-Z0-9]+$/.test(code) || syscall === "") return undefined;
  const what = syscall === "uv_cwd" ? "The folder that the command is run in" : (dest ?? path);
  return new SystemError(`${what ?? "A file"} cannot be ${verbOf(syscall)} (${code}).`, {
    cure:
      syscall === "uv_cwd" ? "Go to a folder that is there." : (CURES[code] ?? CURES["EIO"] ?? ""),
    cause: error,
  });
}

function verbOf(syscall: string): string {
  if (WRITING.test(syscall)) return "written";
  return READING.test(syscall) ? "read" : "opened";
}
