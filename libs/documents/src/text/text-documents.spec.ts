import { describe, expect, it } from '@jest/globals';

import { textDocuments } from './text-documents.js';

describe('textDocuments', () => {
  it.each([
    { text: 'kind: SLO\n---\nkind: Service\n', contents: [{ kind: 'SLO' }, { kind: 'Service' }] },
    { text: '---\nkind: SLO\n---\n', contents: [{ kind: 'SLO' }] },
    { text: '{"kind": "SLO", "target": 99.9}', contents: [{ kind: 'SLO', target: 99.9 }] },
    { text: '# nothing\n', contents: [] },
    { text: '', contents: [] },
    { text: 'a: on\nb: yes\n', contents: [{ a: 'on', b: 'yes' }] },
  ])('reads $text', ({ text, contents }) => {
    expect(textDocuments(text)).toEqual(contents.map((content) => expect.objectContaining({ content })));
  });

  it('says where each document stands, with the empty ones counted', () => {
    expect(textDocuments('a: 1\n---\n# nothing\n---\n\n  b: 2\n')).toEqual([
      { document: 1, line: 1, column: 1, content: { a: 1 } },
      { document: 3, line: 6, column: 3, content: { b: 2 } },
    ]);
  });

  it.each([
    { text: 'kind: SLO\nkind: Service\n', line: 2, column: 1, problem: /unique/ },
    { text: 'a: [1, 2\n', line: 2, column: 1, problem: /end with a \]/ },
    { text: '{"a": 1', line: 1, column: 8, problem: /end with a \}/ },
    { text: '*unknown\n', line: 1, column: 1, problem: /[Uu]nresolved alias/ },
  ])('cannot read $text, and reads what follows', ({ text, line, column, problem }) => {
    const unreadable = { document: 1, line, column, problem: expect.stringMatching(problem) };
    expect(textDocuments(text)).toEqual([unreadable]);
    expect(textDocuments(`${text.trimEnd()}\n---\na: 1\n`).slice(1)).toEqual([
      expect.objectContaining({ document: 2, content: { a: 1 } }),
    ]);
  });

  it('does not unfold a small text into a large value', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    const bomb = ['a0: &a0 [x]', ...levels].join('\n');
    expect(textDocuments(bomb)).toEqual([
      expect.objectContaining({ problem: expect.stringContaining('Excessive alias count') }),
    ]);
  });

  const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

  it('reads 32 levels', () => {
    expect(textDocuments(nested(32))).toMatchObject([{ content: JSON.parse(nested(32)) }]);
  });

  it.each([
    { what: 'one level more', text: nested(33), document: 1, line: 1, column: 161 },
    { what: 'lists without end', text: '['.repeat(100_000), document: 1, line: 1, column: 33 },
    { what: 'JSON', text: nested(40_000), document: 1, line: 1, column: 161 },
    { what: 'items in one line', text: `x\n---\n${'- '.repeat(100_000)}x`, document: 2, line: 3, column: 65 },
    { what: 'keys', text: `${'? '.repeat(50_000)}x`, document: 1, line: 1, column: 65 },
    {
      what: 'maps, line by line',
      text: Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      document: 1,
      line: 33,
      column: 34,
    },
  ])('refuses $what that would exhaust the stack, at its place', ({ text, document, line, column }) => {
    expect(textDocuments(text)).toEqual([
      { document, line, column, problem: 'it must nest at most 32 deep, got more' },
    ]);
  });
});
