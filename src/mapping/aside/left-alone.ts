/** What a file holds that nothing is made of. */
export interface LeftAlone {
  readonly records: number;
  /** That are not empty. */
  readonly cells: number;
}
