import { describe, expect, it } from '@jest/globals';

import { deadLetterId, deadLetterPlace } from './dead-letter-id.js';

describe('the id of a dead letter', () => {
  it('is read back as it was written', () => {
    const place = { service: 'ingest', partition: 11, offset: 41_288 } as const;
    expect(deadLetterId(place)).toBe('ingest-11-41288');
    expect(deadLetterPlace('ingest-11-41288')).toEqual(place);
  });

  it.each([
    '',
    'ingest',
    'ingest-1',
    'ingest--1-2',
    'other-1-2',
    'ingest-1-2-3',
    'ingest-1-x',
    'ingest-1-9007199254740993',
  ])('is not %j', (id) => {
    expect(deadLetterPlace(id)).toBeUndefined();
  });
});
