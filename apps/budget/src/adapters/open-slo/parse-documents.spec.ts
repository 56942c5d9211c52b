import { describe, expect, it } from '@jest/globals';

import { parseDocuments, UnreadableTextError } from './parse-documents.js';

describe('parseDocuments', () => {
  it('hands out the contents of the documents', () => {
    expect(parseDocuments('kind: SLO\n---\n---\nkind: Service\n')).toEqual([{ kind: 'SLO' }, { kind: 'Service' }]);
  });

  it.each([
    { text: 'kind: SLO\nkind: Service\n', message: 'Map keys must be unique at line 2, column 1' },
    { text: `a: 1\n---\n${'['.repeat(33)}`, message: 'it must nest at most 32 deep, got more at line 3, column 33' },
  ])('refuses $text, and says where', ({ text, message }) => {
    expect(() => parseDocuments(text)).toThrow(new UnreadableTextError(message));
  });
});
