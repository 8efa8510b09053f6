import { once } from "node:events";
import { connect } from "node:net";
import type pg from "pg";

/** A connection, and what ends with it. */
export interface Connection {
  readonly client: pg.Client;
  /** Ends what the server is doing for it. */
  cancel(): Promise<void>;
  /** Stops listening for the signal, and ends the connection. */
  close(): Promise<void>;
}

/** The number that a request to cancel begins with, in place of a version of the protocol. */
const CANCEL_REQUEST = 80_877_102;
const LENGTH = 16;

/** What pg knows of its backend, and does not declare. */
interface Backend {
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/**
 * A connection whose query ends at the server as well when the signal comes: else a sort of a large table would
 * go on for nobody.
 */
export function cancelOnAbort(client: pg.Client, signal: AbortSignal | undefined): Connection {
  const cancel = () => requestCancel(client);
  const listener = () => void cancel();
  signal?.addEventListener("abort", listener);
  return {
    client,
    cancel,
    close: async () => {
      signal?.removeEventListener("abort", listener);
      await client.end();
    },
  };
}

/**
 * Asks the server, on a connection of its own, to end what it is doing for a client
 * (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS).
 */
export async function requestCancel(client: pg.Client): Promise<void> {
  const { processID, secretKey } = client as pg.Client & Backend;
  if (processID === null || secretKey === null) return;
  const request = Buffer.alloc(LENGTH);
  request.writeInt32BE(LENGTH, 0);
  request.writeInt32BE(CANCEL_REQUEST, 4);
  request.writeInt32BE(processID, 8);
  request.writeInt32BE(secretKey, 12);
  const { host, port } = client;
  const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  // A server that is gone has nothing left to cancel.
  socket.on("error", () => socket.destroy());
  // It answers nothing but its end, which is seen by reading alone.
  socket.resume().end(request);
  await once(socket, "close");
}
