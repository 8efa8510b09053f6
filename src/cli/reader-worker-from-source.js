// A thread does not take over what tsx has taught its process: it is told once more.
import { register } from "tsx/esm/api";

register();
await import("./reader-worker.ts");
