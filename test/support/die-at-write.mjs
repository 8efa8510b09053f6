// Loaded before a command: it dies, as by kill -9, where it writes a file of that name: half of what is appended is
// there by then, and what takes a file's place has not done so.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { basename } from "node:path";

const wanted = process.env.HMSYNC_DIE_AT_WRITE;
const names = new Map();
const isMeant = (path) => basename(String(path)) === wanted;
const die = () => process.kill(process.pid, "SIGKILL");

const { openSync, renameSync, writeSync } = fs;
fs.openSync = (path, ...more) => {
  const handle = openSync(path, ...more);
  names.set(handle, path);
  return handle;
};
fs.renameSync = (from, to) => {
  if (isMeant(to)) die();
  return renameSync(from, to);
};
fs.writeSync = (handle, bytes, ...more) => {
  if (!isMeant(names.get(handle) ?? "")) return writeSync(handle, bytes, ...more);
  writeSync(handle, bytes.subarray(0, bytes.length >> 1));
  die();
};
syncBuiltinESMExports();
