import { type Answered, answerQuestion } from "../../jobs/chain/answer.ts";
import { openQuestions } from "../../jobs/chain/questions.ts";
import { EXIT, type ExitCode, UsageError } from "../../plain/errors.ts";
import { questionsText } from "../../report/questions-text.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { importArguments } from "../import-settings.ts";
import { passwordMeans } from "../password-means.ts";
import { readingFlags } from "../reading-flags.ts";
import { targetOf } from "../wiring.ts";

/** Lists what a mapping and an export leave to a person, or writes an answer into the mapping. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const { operand: mapping, flags, lists } = args;
  if (mapping === undefined) {
    throw new UsageError("import:questions needs a mapping.", {
      cure: "Name its file:  hmsync import:questions mapping.json",
    });
  }
  const asked =
    flags.source === undefined
      ? undefined
      : { ...importArguments(args), passwords: passwordMeans({ args, terminal }) };
  const of = { target: targetOf(args), mapping, asked, reading: readingFlags(args) };
  const answered: Answered[] = [];
  for (const answer of lists.answer ?? []) {
    const [question, value] = keyAndValue(answer);
    const more = { database: databasePath(args), legacySystem: flags["legacy-system"] };
    const who = { who: flags.by ?? "", why: flags.why };
    answered.push(await answerQuestion(Object.assign({ question, value }, of, more, who)));
  }
  for (const { key, backup } of answered) {
    terminal.narrate(`${key} is written into ${mapping}. The former file is ${backup}.`);
  }
  const open = await openQuestions(of);
  if (flags.json) {
    terminal.document(JSON.stringify(Object.assign({ schemaVersion: 1, answered }, open), null, 2));
  } else terminal.document(questionsText(open));
  return open.questions.length + open.others.length === 0 ? EXIT.clean : EXIT.decision;
}

/** `KEY=VALUE`: a file's name in the key may hold an equals sign; then the key is followed by two. */
function keyAndValue(answer: string): [string, string] {
  const at = answer.includes("==") ? answer.indexOf("==") : answer.indexOf("=");
  const skipped = answer.startsWith("==", at) ? 2 : 1;
  if (at > 0) return [answer.slice(0, at).trim(), answer.slice(at + skipped)];
  throw new UsageError("--answer takes KEY=VALUE.", {
    cure: "Write it as  --answer currency=INR",
  });
}
