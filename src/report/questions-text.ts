import { oneLine } from "../plain/visible.ts";

interface Question {
  readonly key: string;
  readonly says: string;
  readonly choices: readonly { readonly label: string }[];
  readonly isFree: boolean;
}

interface Questions {
  readonly mapping: string;
  readonly questions: readonly Question[];
  readonly others: readonly { readonly says: string; readonly cure: string }[];
  readonly isPartial: boolean;
}

/** What is open, for people to answer. */
export function questionsText({ mapping, questions, others, isPartial }: Questions): string {
  if (questions.length + others.length === 0) return `Nothing is open in ${mapping}.`;
  const lines = [
    ...questions.flatMap(({ key, says, choices, isFree }) => [
      key,
      `  ${says}`,
      ...choices.map(({ label }) => `    ${label}`),
      ...(isFree && choices.length > 0 ? ["    or something else"] : []),
    ]),
    ...others.flatMap(({ says, cure }) => [...says.split("\n"), `  ${cure}`]),
    ...(isPartial ? ["More may be asked once these are answered."] : []),
  ];
  return lines.map(oneLine).join("\n");
}
