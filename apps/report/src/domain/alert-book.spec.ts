import { describe, expect, it } from '@jest/globals';

import { AlertBook } from './alert-book.js';
import { anAlert } from './events.fixture.js';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const closed = (episode: number) => anAlert({ episode, revision: 2, state: 'resolved', at: at(episode) });

describe('the book of alerts', () => {
  it('keeps the highest revision of an episode, in whatever order they come', () => {
    const book = new AlertBook(10);
    expect(book.put(anAlert({ revision: 2, state: 'resolved' }))).toBe(true);
    expect(book.put(anAlert({ revision: 1 }))).toBe(false);
    expect(book.list('default', { limit: 10 }).map(({ state }) => state)).toEqual(['resolved']);
    expect(book.put(anAlert({ revision: 3, state: 'open' }))).toBe(true);
    expect(book.list('default', { limit: 10 }).map(({ state }) => state)).toEqual(['open']);
  });

  it('lists by state, the newest first, up to the limit', () => {
    const book = new AlertBook(10);
    book.put(anAlert({ episode: 9, at: at(9) }));
    for (const episode of [2, 1, 3]) book.put(closed(episode));
    expect(book.list('default', { limit: 10 }).map(({ episode }) => episode)).toEqual([9, 3, 2, 1]);
    expect(book.list('default', { state: 'resolved', limit: 2 }).map(({ episode }) => episode)).toEqual([3, 2]);
    expect(book.list('default', { state: 'retracted', limit: 10 })).toEqual([]);
    expect(book.list('other', { limit: 10 })).toEqual([]);
  });

  it('forgets the closed ones that are oldest, never an open one', () => {
    const book = new AlertBook(2);
    book.put(anAlert({ episode: 9, at: at(0) }));
    for (const episode of [5, 1, 4, 2, 3]) book.put(closed(episode));
    expect(book.list('default', { limit: 10 }).map(({ episode }) => episode)).toEqual([5, 4, 9]);
  });
});
