/** What a target keeps of when its rows were made and last changed. */
export interface Timestamps {
  /** Keys of the Drizzle table; none unless said. */
  readonly created?: string;
  readonly updated?: string;
  /** How an instant is written there; ISO 8601 in UTC unless said. */
  written?(instant: Date): string | number;
}
