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

  it('refuses nesting that would exhaust the stack', () => {
    expect(() => parseDocuments('['.repeat(100_000))).toThrow(UnreadableTextError);
  });
});
