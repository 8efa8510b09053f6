import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/**
 * What becomes of the first COMMIT that passes: the connection is cut before the server hears of it, as soon as it has
 * answered, or on the client's side alone, so that the server waits for ever.
 */
export type Cut = "before" | "after" | "unheard";

/** A simple query, as the protocol has it: Q, its length, its text, a NUL. */
const COMMIT = Buffer.from("Q\0\0\0\x0bcommit\0", "latin1");

/** Stands between client and server, and cuts their connection once. */
export async function cuttingProxy(url: string, cut: Cut): Promise<string> {
  const to = new URL(url);
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  let isDone = false;
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    for (const socket of [client, server]) open.add(socket.on("error", () => undefined));
    let isCut = false;
    client.on("data", (bytes) => {
      if (isDone || !bytes.includes(COMMIT)) return server.write(bytes);
      isDone = true;
      isCut = true;
      if (cut === "after") return server.write(bytes);
      client.destroy();
      if (cut === "before") server.destroy();
      return true;
    });
    server.on("data", (bytes) => {
      if (!isCut) return client.write(bytes);
      server.destroy();
      return client.destroy();
    });
    client.on("close", () => isCut || server.destroy());
    server.on("close", () => client.destroy());
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    proxy.close();
  });
  const address = proxy.address();
  to.port = String(typeof address === "object" ? address?.port : "");
  return String(to);
}
