import { crc32 } from "./crc32.ts";

/** An archive of files that are not compressed, whatever their names are. */
export function storedArchive(entries: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(entries)) {
    const [path, content] = [Buffer.from(name), Buffer.from(text)];
    const sizes = [crc32(content), content.length, content.length, path.length];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    putSizes(local, 14, sizes);
    locals.push(local, path, content);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 6);
    putSizes(central, 16, sizes);
    central.writeUInt32LE(offset, 42);
    directory.push(central, path);
    offset += local.length + path.length + content.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 8);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listed, end]);
}

function putSizes(header: Buffer, at: number, sizes: readonly number[]): void {
  const [sum = 0, packed = 0, plain = 0, name = 0] = sizes;
  header.writeUInt32LE(sum, at);
  header.writeUInt32LE(packed, at + 4);
  header.writeUInt32LE(plain, at + 8);
  header.writeUInt16LE(name, at + 12);
}
