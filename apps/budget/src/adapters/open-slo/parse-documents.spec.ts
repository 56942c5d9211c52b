import { describe, expect, it } from '@jest/globals';

import { parseDocuments, UnreadableTextError } from './parse-documents.js';

describe('parseDocuments', () => {
  it.each([
    { text: 'kind: SLO\n---\nkind: Service\n', expected: [{ kind: 'SLO' }, { kind: 'Service' }] },
    { text: '---\nkind: SLO\n---\n', expected: [{ kind: 'SLO' }] },
    { text: '{"kind": "SLO", "target": 99.9}', expected: [{ kind: 'SLO', target: 99.9 }] },
    { text: '# nothing\n', expected: [] },
    { text: '', expected: [] },
    { text: 'a: on\nb: yes\n', expected: [{ a: 'on', b: 'yes' }] },
  ])('reads $text', ({ text, expected }) => {
    expect(parseDocuments(text)).toEqual(expected);
  });

  it.each([
    { text: 'kind: SLO\nkind: Service\n', place: /unique.*line 2, column 1/ },
    { text: 'a: [1, 2\n', place: /line 2, column 1/ },
    { text: '{"a": 1', place: /line 1, column/ },
    { text: '*unknown\n', place: /[Uu]nresolved alias/ },
  ])('refuses $text', ({ text, place }) => {
    expect(() => parseDocuments(text)).toThrow(UnreadableTextError);
    expect(() => parseDocuments(text)).toThrow(place);
  });

  it('does not unfold a small text into a large value', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    const bomb = ['a0: &a0 [x]', ...levels].join('\n');
    expect(() => parseDocuments(bomb)).toThrow(UnreadableTextError);
  });

  const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

  it('reads 32 levels', () => {
    expect(parseDocuments(nested(32))).toEqual([JSON.parse(nested(32))]);
  });

  it.each([
    { what: 'one level more', text: nested(33), place: 'line 1, column 161' },
    { what: 'lists without end', text: '['.repeat(100_000), place: 'line 1, column 33' },
    { what: 'JSON', text: nested(40_000), place: 'line 1, column 161' },
    { what: 'items in one line', text: `x\n---\n${'- '.repeat(100_000)}x`, place: 'line 3, column 65' },
    { what: 'keys', text: `${'? '.repeat(50_000)}x`, place: 'line 1, column 65' },
    {
      what: 'maps, line by line',
      text: Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      place: 'line 33, column 34',
    },
  ])('refuses $what that would exhaust the stack, at its place', ({ text, place }) => {
    expect(() => parseDocuments(text)).toThrow(
      new UnreadableTextError(`it must nest at most 32 deep, got more at ${place}`),
    );
  });
});
