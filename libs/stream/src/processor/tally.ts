/** What happened to the records of one commit. */
export interface Tally {
  records: number;
  duplicates: number;
  deadLetters: number;
}

export const emptyTally = (): Tally => ({ records: 0, duplicates: 0, deadLetters: 0 });
