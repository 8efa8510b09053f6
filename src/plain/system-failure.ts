import { SystemError } from "./errors.ts";

/** What the system calls its refusals, and what helps. */
const CURES: Readonly<Record<string, string>> = {
  ENOENT: "Check that it still exists; another program may have moved it.",
  EACCES: "Get permission for it.",
  EPERM: "It belongs to another user: get permission for it, or name another place.",
  EISDIR: "A folder already has this name: remove it, or name another place.",
  ENOTDIR: "A part of the path is a file: name another place.",
  ELOOP:
    "It is a link that points to itself or cannot be followed: remove it, or name another place.",
  ENAMETOOLONG: "The name is too long for this system: use a shorter one.",
  ENOSPC: "The disk is full: free some space, then run again.",
  EDQUOT: "Your disk quota is used up: free some space, then run again.",
  EFBIG: "The file would be larger than this system or your limits allow.",
  EROFS: "The disk is read-only: name a place on another one.",
  EMFILE: "Too many files are open: raise the limit (ulimit -n), then run again.",
  ENFILE: "Too many files are open on this machine: close other programs, then run again.",
  EBUSY: "Another program is using it: wait until it is done, then run again.",
  ETXTBSY: "Another program is using it: wait until it is done, then run again.",
  EEXIST: "This name is already taken: remove what has it, or name another place.",
  ENOTEMPTY: "The folder is not empty: empty it, or name another place.",
  EXDEV: "It is on another disk: name a place on the same one.",
  EIO: "Check the disk: space, permissions, hardware.",
  ESTALE: "The network disk no longer has it: reconnect the disk, then run again.",
  ENOTCONN: "The network disk is not connected: reconnect it, then run again.",
  ETIMEDOUT: "The disk does not respond: reconnect it, then run again.",
  EAGAIN: "The system is short of processes or memory: close other programs, then run again.",
  ENOMEM: "The machine has too little memory: close other programs, then run again.",
  ENXIO: "It is not a regular file: name another one.",
  ENODEV: "It is not a regular file: name another one.",
  EINVAL: "It is not a regular file, or its disk does not allow this: name another place.",
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

/** What the system refuses, or has no room for. Undefined if the error is another. */
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
    return new SystemError("There is not enough memory for this.", {
      cure: "Give the program more, with  NODE_OPTIONS=--max-old-space-size=8192  before the command, or split the file.",
      cause: error,
    });
  }
  if (!/^E[A-Z0-9]+$/.test(code) || syscall === "") return undefined;
  const what = syscall === "uv_cwd" ? "The current folder" : (dest ?? path);
  return new SystemError(`${what ?? "A file"} cannot be ${verbOf(syscall)} (${code}).`, {
    cure:
      syscall === "uv_cwd"
        ? "Change to a folder that exists."
        : (CURES[code] ?? CURES["EIO"] ?? ""),
    cause: error,
  });
}

function verbOf(syscall: string): string {
  if (WRITING.test(syscall)) return "written";
  return READING.test(syscall) ? "read" : "opened";
}
