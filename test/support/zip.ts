import { deflateRawSync } from "node:zlib";
import { crc32 } from "./crc32.ts";

/** Names and contents; a list where a name stands twice. */
type Entries =
  | Readonly<Record<string, string>>
  | readonly (readonly [name: string, text: string])[];

/** An archive of files that are not compressed, whatever their names are. */
export const storedArchive = (entries: Entries): Buffer => archive(entries, (content) => content);

/** An archive of files that are compressed, as most are. */
export const deflatedArchive = (entries: Entries): Buffer => archive(entries, deflateRawSync);

const DEFLATED = 8;

function archive(entries: Entries, pack: (content: Buffer) => Buffer): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  const listed = (Array.isArray(entries) ? entries : Object.entries(entries)) as [string, string][];
  for (const [name, text] of listed) {
    const [path, content] = [Buffer.from(name), Buffer.from(text)];
    const packed = pack(content);
    const method = packed === content ? 0 : DEFLATED;
    const sizes = [crc32(content), packed.length, content.length, path.length];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(method, 8);
    putSizes(local, 14, sizes);
    locals.push(local, path, packed);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(method, 10);
    putSizes(central, 16, sizes);
    central.writeUInt32LE(offset, 42);
    directory.push(central, path);
    offset += local.length + path.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 8);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

function putSizes(header: Buffer, at: number, sizes: readonly number[]): void {
  const [sum = 0, packed = 0, plain = 0, name = 0] = sizes;
  header.writeUInt32LE(sum, at);
  header.writeUInt32LE(packed, at + 4);
  header.writeUInt32LE(plain, at + 8);
  header.writeUInt16LE(name, at + 12);
}
