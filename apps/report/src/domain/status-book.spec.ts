import { describe, expect, it } from '@jest/globals';

import { aStatus } from './events.fixture.js';
import { StatusBook } from './status-book.js';

describe('the book of statuses', () => {
  it.each([
    { what: 'a higher revision', next: { revision: 8 }, isTaken: true },
    { what: 'the same revision', next: { revision: 7 }, isTaken: false },
    { what: 'a lower revision', next: { revision: 6 }, isTaken: false },
    { what: 'a lower revision of a higher version', next: { version: 4, revision: 1 }, isTaken: true },
    { what: 'a higher revision of a lower version', next: { version: 2, revision: 9 }, isTaken: false },
  ])('after version 3, revision 7: $what is taken: $isTaken', ({ next, isTaken }) => {
    const book = new StatusBook();
    book.put(aStatus({ version: 3, revision: 7 }));
    const status = aStatus({ version: 3, displayName: 'next', ...next });
    expect(book.put(status)).toBe(isTaken);
    expect(book.of('default').map(({ displayName }) => displayName === 'next')).toEqual([isTaken]);
  });

  it('drops a retired objective, and an older status does not bring it back', () => {
    const book = new StatusBook();
    book.put(aStatus({ revision: 3 }));
    expect(book.put(aStatus({ revision: 4, retired: true }))).toBe(true);
    expect(book.put(aStatus({ revision: 3 }))).toBe(false);
    expect(book.of('default')).toEqual([]);
  });

  it('shows a tenant its own objectives alone', () => {
    const book = new StatusBook();
    book.put(aStatus());
    book.put(aStatus({ tenant: 'other', service: 'theirs' }));
    expect(book.of('default').map(({ service }) => service)).toEqual(['shop']);
  });
});
