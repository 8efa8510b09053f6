import { type MessagePort, workerData } from "node:worker_threads";
import { serveSupply } from "../import/supply/serve-supply.ts";
import { archiveIn } from "../jobs/run/archive-in.ts";
import { loadConfig } from "./config.ts";
import { targetOf } from "./wiring.ts";

// The thread that reads files while another loads what it has read: see `reader-thread.ts`.

/** The way to the thread that loads, and the configuration of the command. */
const { port, config } = workerData as { port: MessagePort; config: string | undefined };
const { importers } = targetOf(config === undefined ? {} : { config: await loadConfig(config) });

serveSupply(port, { importers, archiveIn });
