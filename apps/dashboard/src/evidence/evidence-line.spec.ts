import { describe, expect, it } from '@jest/globals';

import { EvidenceLine } from './evidence-line.js';

describe('the evidence line', () => {
  it('shows what is pointed at, and what has the focus when nothing is', () => {
    const line = new EvidenceLine();
    line.focus('a', 'proof of a');
    line.point('b', 'proof of b');
    expect(line.get()).toBe('proof of b');
    line.leave('pointed', 'b');
    expect(line.get()).toBe('proof of a');
    line.leave('focused', 'a');
    expect(line.get()).toBeUndefined();
  });

  it('is not cleared by a number that it no longer shows', () => {
    const line = new EvidenceLine();
    line.focus('a', 'proof of a');
    line.focus('b', 'proof of b');
    line.leave('focused', 'a');
    expect(line.get()).toBe('proof of b');
  });

  it('follows a number that changes while it is shown, and no other', () => {
    const line = new EvidenceLine();
    let told = 0;
    line.subscribe(() => told++);
    line.focus('a', 'revision 1');
    line.renew('a', 'revision 2');
    line.renew('a', 'revision 2');
    line.renew('b', 'of another');
    expect([line.get(), told]).toEqual(['revision 2', 2]);
  });
});
