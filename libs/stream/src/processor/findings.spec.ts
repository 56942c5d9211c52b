import { describe, expect, it } from '@jest/globals';

import type { LogRecord } from '../log/log.js';
import { fieldNames } from './field-names.js';
import { Findings } from './findings.js';
import { StormGuard } from './storm-guard.js';

const topic = 'rw.test.numbers.v1';
const recordAt = (offset: number): LogRecord => ({
  topic,
  partition: 0,
  offset,
  timestamp: 0,
  key: 'a',
  value: undefined,
  headers: {},
});

describe('Findings', () => {
  it('keep the error of a record until its dead letter is committed', () => {
    const findings = new Findings();
    for (const offset of [4, 7]) findings.setAside(recordAt(offset), `error ${offset}`);
    expect(findings.isBehind(new Map([[topic, 4]]))).toBe(false);
    expect(findings.isBehind(new Map([[topic, 5]]))).toBe(true);
    findings.settle({ offsets: { [topic]: 4 }, fields: new Map() }, new StormGuard());
    expect([4, 7].map((offset) => findings.errorOf(recordAt(offset)))).toEqual(['error 4', 'error 7']);
    findings.settle({ offsets: { [topic]: 5 }, fields: new Map() }, new StormGuard());
    expect([4, 7].map((offset) => findings.errorOf(recordAt(offset)))).toEqual([undefined, 'error 7']);
    findings.pass({ [topic]: 8 });
    expect(findings.errorOf(recordAt(7))).toBeUndefined();
  });

  it('keep a failed wake-up until its suspension is committed', () => {
    const findings = new Findings();
    for (const key of ['a', 'b']) findings.suspend({ key, since: 1, cause: 'x', failures: 1, until: 2 });
    const fields = new Map([[fieldNames.trouble('suspended-key', 'a'), undefined]]);
    findings.settle({ offsets: {}, fields }, new StormGuard());
    expect([...findings.suspended].map(({ key }) => key)).toEqual(['b']);
    expect(['a', 'b'].map((key) => findings.isUncommitted(key))).toEqual([false, true]);
  });
});
