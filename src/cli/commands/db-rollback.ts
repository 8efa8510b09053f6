import type { ExitCode } from "../../errors.ts";
import type { Invocation } from "../commands.ts";
export async function run(_: Invocation): Promise<ExitCode> {
  return 0;
}
