import { type MessagePort, workerData } from "node:worker_threads";
import { serveSupply } from "../import/supply/serve-supply.ts";
import { archiveIn } from "./archive-in.ts";
import { IMPORTERS } from "./wiring.ts";

// The thread that reads files while another loads what it has read: see `reader-thread.ts`.

serveSupply(workerData as MessagePort, { importers: IMPORTERS, archiveIn });
