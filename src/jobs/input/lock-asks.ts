import { acceptedFrom } from "../../assess/lock/accept.ts";
import type { Contradiction } from "../../assess/lock/contradictions.ts";
import type { DecisionLock } from "../../assess/lock/decision-lock.ts";
import type { Question } from "../../assess/lock/questions.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { type Ask, type Choice, choiceOf } from "../../plain/ask.ts";

// What the cells of an export ask, as keys of the mapping that answer it.

/** The question as keys of the mapping. */
export function askAbout({ entity, field, file, columns, option, says, choices }: Question): Ask {
  const path = ["entities", entity, "fields", field, option];
  return {
    path,
    says: `${file}, column ${columns.join(" + ")}: ${says}`,
    choices: choices.map((one) => choiceOf(path, one)),
    isFree: true,
  };
}

interface Known {
  /** All that the export asks. */
  readonly questions: readonly Question[];
  /** The lock that this export would make. */
  readonly now: DecisionLock;
  readonly mapping: Pick<Mapping, "entities">;
}

/** What is new of a field is answered as its question is, where it has one, or taken as decided from now on. */
export function asksOfNews(news: Contradiction, { questions, now, mapping }: Known): Ask[] {
  const { entity, field, says } = news;
  const own = questions.filter((one) => one.entity === entity && one.field === field);
  const path = ["entities", entity, ...(field === null ? [] : ["fields", field])];
  const accept: Choice = {
    label: "accept and lock the new reading",
    writes: [],
    accepts: acceptedFrom(now, news),
  };
  if (own.length === 0) {
    const choices = [...emptyToken(news, mapping), accept];
    return [{ path, says, choices, isFree: false }];
  }
  return own.map(askAbout).map((ask) =>
    Object.assign({}, ask, {
      says: `${says}; ${ask.says}`,
      choices: [...ask.choices, accept],
    }),
  );
}

/** A word for nothing can be listed. */
function emptyToken(
  { entity, field, nullToken }: Contradiction,
  { entities }: Known["mapping"],
): Choice[] {
  if (field === null || nullToken === undefined) return [];
  const listed = entities[entity]?.fields[field]?.nullTokens ?? [];
  const path = ["entities", entity, "fields", field, "nullTokens"];
  return [
    { label: `${nullToken} means nothing`, writes: [{ path, value: [...listed, nullToken] }] },
  ];
}
