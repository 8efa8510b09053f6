import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

// Does what PgBouncer does: a client logs in by itself; then it gets whichever server's session is free for each
// transaction, or keeps its own.

interface Session {
  readonly server: Socket;
  client: Socket | undefined;
  rest: Buffer;
}

const READY = 0x5a;
const KEY = 0x4b;
const IDLE = 0x49;

/** @param mode when a session is handed on */
export async function poolingProxy(url: string, mode: "session" | "transaction"): Promise<string> {
  const to = new URL(url);
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const free: Session[] = [];
  const proxy = createServer((client) => {
    const own: Session = { server: connect(Number(port), hostname), client, rest: Buffer.alloc(0) };
    for (const socket of [client, own.server]) sockets.add(socket.on("error", () => undefined));
    let current: Session | undefined = own;
    own.server.on("data", (bytes) => {
      for (const message of messagesOf(own, bytes)) {
        own.client?.write(message[0] === KEY ? otherKey(message) : message);
        if (message[0] !== READY || message[5] !== IDLE || mode === "session") continue;
        own.client?.emit("released");
        own.client = undefined;
        free.push(own);
      }
    });
    client.on("released", () => (current = undefined));
    client.on("data", (bytes) => {
      current ??= free.pop();
      if (current === undefined) return client.destroy();
      current.client = client;
      return current.server.write(bytes);
    });
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const address = proxy.address();
  to.port = String(typeof address === "object" ? address?.port : "");
  to.searchParams.set("sslmode", "disable");
  return String(to);
}

/** Whole messages: a letter, a length, and what it counts. */
function messagesOf(session: Session, bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let rest = Buffer.concat([session.rest, bytes]);
  while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
    const length = rest.readInt32BE(1) + 1;
    found.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  session.rest = rest;
  return found;
}

/** A pooler makes up the number by which a client would cancel. */
function otherKey(message: Buffer): Buffer {
  const changed = Buffer.from(message);
  changed.writeInt32BE(1, 5);
  return changed;
}
