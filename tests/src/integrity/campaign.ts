import { appendFileSync } from 'node:fs';

const { RW_FAULTS: extent, RW_FAULTS_FIGURES: figuresFile } = process.env;

/** How often a fault is made: the whole campaign with `RW_FAULTS=full`, a short form of it otherwise. */
export const times = (full: number, short: number): number => (extent === 'full' ? full : short);

/** Appends what a campaign measured, a line of JSON, to the file that `RW_FAULTS_FIGURES` names, if it names one. */
export function recordFigures(campaign: string, figures: Readonly<Record<string, number>>): void {
  if (figuresFile) appendFileSync(figuresFile, `${JSON.stringify({ campaign, ...figures })}\n`);
}
