import { publishStages } from "./kill-publish.ts";

// Publishes in a process of its own, to be killed.

await publishStages(process.argv[2] ?? "", {
  mirrored: () => process.stdout.write("mirrored\n"),
});
