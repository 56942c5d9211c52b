import { type AnyEvent, asyncApiDocument, asyncApiId } from '@roadworthy/contracts';

import { eventIndex, eventPage, pageName } from './event-page.js';
import { snapshotOf } from './snapshot.js';

/** A file that follows from the contracts. */
export interface GeneratedFile {
  /** relative to the root of the repository */
  readonly path: string;
  readonly text: string;
}

export const pagesFolder = 'docs/events';
export const snapshotFolder = 'libs/contracts/snapshot';

/** @param version - of the platform */
export const generatedFiles = (events: readonly AnyEvent[], version: string): GeneratedFile[] => [
  { path: `${pagesFolder}/README.md`, text: eventIndex(events) },
  { path: `${pagesFolder}/asyncapi.json`, text: json(asyncApiDocument({ version, events })) },
  ...events.map((event) => ({ path: `${pagesFolder}/${pageName(event)}`, text: eventPage(event) })),
  ...events.map((event) => ({
    path: `${snapshotFolder}/${asyncApiId(event)}.json`,
    text: json(snapshotOf(event)),
  })),
];

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
