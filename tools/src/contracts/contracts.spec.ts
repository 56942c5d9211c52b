import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { type AnyEvent, catalogue, days, defineEvent } from '@roadworthy/contracts';

import { checkContracts, writeContracts } from './contracts.js';

const thing = (topic: string, data: z.ZodType): AnyEvent =>
  defineEvent({ topic, summary: 'A thing.', publisher: 'test', key: () => 'all', retention: days(1), data });

const first = thing('rw.test.first.v1', z.object({ count: z.int() }));
const second = thing('rw.test.second.v1', z.object({ count: z.int() }));
const firstRetyped = thing('rw.test.first.v1', z.object({ count: z.string() }));

describe('the files that follow from the contracts', () => {
  let root = '';
  const workspace = (events: readonly AnyEvent[]) => ({ root, events, version: '1.0.0' });
  const strictly = { allowBreaking: false };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'contracts-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('are up to date after they were written', () => {
    expect(writeContracts(workspace(catalogue), strictly)).toEqual([]);
    expect(checkContracts(workspace(catalogue))).toEqual([]);
  });

  it('are stale when they are missing, changed or left over', () => {
    writeContracts(workspace([first]), strictly);
    rmSync(join(root, 'docs/events/README.md'));
    appendFileSync(join(root, 'docs/events/rw.test.first.v1.md'), 'by hand\n');
    writeFileSync(join(root, 'docs/events/old.md'), '');
    expect(checkContracts(workspace([first]))).toEqual([
      'stale: docs/events/README.md; run npm run contracts',
      'stale: docs/events/rw.test.first.v1.md; run npm run contracts',
      'stale: docs/events/old.md; run npm run contracts',
    ]);
  });

  it('are stale, but nothing breaks, when a topic is added', () => {
    writeContracts(workspace([first]), strictly);
    const complaints = checkContracts(workspace([first, second]));
    expect(complaints).not.toEqual([]);
    expect(complaints.filter((complaint) => complaint.startsWith('breaking'))).toEqual([]);
    expect(writeContracts(workspace([first, second]), strictly)).toEqual([]);
  });

  it('are not written over a breaking change', () => {
    writeContracts(workspace([first]), strictly);
    const breaking = 'breaking: rw.test.first.v1: count changed its type from "integer" to "string"';
    expect(checkContracts(workspace([firstRetyped]))).toContain(breaking);
    expect(writeContracts(workspace([firstRetyped]), strictly)).toContain(breaking);
    expect(checkContracts(workspace([first]))).toEqual([]);
  });

  it('are written over a breaking change that was allowed', () => {
    writeContracts(workspace([first, second]), strictly);
    expect(writeContracts(workspace([firstRetyped]), { allowBreaking: true })).toEqual([]);
    expect(checkContracts(workspace([firstRetyped]))).toEqual([]);
    expect(existsSync(join(root, 'docs/events/rw.test.second.v1.md'))).toBe(false);
  });
});
