import { describe, expect, it } from '@jest/globals';

import { InvalidSelectorError, parseSelector } from './selector.js';

describe('parseSelector', () => {
  it.each([
    { text: 'http_requests', expected: { name: 'http_requests', match: [] } },
    { text: ' http.server.request.duration { } ', expected: { name: 'http.server.request.duration', match: [] } },
    {
      text: 'http_requests{status=~"5.."}',
      expected: { name: 'http_requests', match: [{ label: 'status', op: '=~', value: '5..' }] },
    },
    {
      text: `r{a="1",b!='2',c=~\`\\d+/x\`,http.route!~"a|b",}`,
      expected: {
        name: 'r',
        match: [
          { label: 'a', op: '=', value: '1' },
          { label: 'b', op: '!=', value: '2' },
          { label: 'c', op: '=~', value: '\\d+/x' },
          { label: 'http.route', op: '!~', value: 'a|b' },
        ],
      },
    },
    {
      text: 'r{a=~"\\\\d+", b="say \\"hi\\", don\'t {go}"}',
      expected: {
        name: 'r',
        match: [
          { label: 'a', op: '=~', value: '\\d+' },
          { label: 'b', op: '=', value: 'say "hi", don\'t {go}' },
        ],
      },
    },
  ])('reads $text', ({ text, expected }) => {
    expect(parseSelector(text)).toEqual(expected);
  });

  it.each([
    { text: '', message: 'expected the name of a metric at column 1, got the end' },
    { text: '{a="1"}', message: 'expected the name of a metric at column 1, got "{a="1"}"' },
    { text: 'sum(r)', message: 'expected the end at column 4, got "(r)"' },
    { text: 'r[5m]', message: 'expected the end at column 2, got "[5m]"' },
    { text: 'r{a="1"', message: 'expected , or } at column 8, got the end' },
    { text: 'r{a}', message: 'expected one of = != =~ !~ at column 4, got "}"' },
    { text: 'r{a=1}', message: 'expected a quoted value at column 5, got "1}"' },
    { text: 'r{,}', message: 'expected a label or } at column 3, got ",}"' },
    { text: 'r{a="1"} or s', message: 'expected the end at column 10, got "or s"' },
    { text: 'r{a=~"\\d"}', message: 'unknown escape \\d in "\\d": write \\\\d, or use backticks' },
    { text: 'r{a=~"("}', message: 'missing closing ) in the pattern (' },
    { text: 'r{a=~"(?=x)"}', message: 'invalid or unsupported Perl syntax in the pattern (?=x)' },
    { text: `r{a="${'x'.repeat(257)}"}`, message: 'value must have at most 256 characters, got 257' },
  ])('refuses $text', ({ text, message }) => {
    expect(() => parseSelector(text)).toThrow(InvalidSelectorError);
    expect(() => parseSelector(text)).toThrow(message);
  });
});
