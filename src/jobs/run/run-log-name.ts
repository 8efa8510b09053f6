/** What the log is called in a run's report folder. */
export const LOG_NAME = "log.jsonl";
