import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the options of Node', () => {
  it('are those of a cluster in the image', () => {
    const command = /^CMD (.*)$/m.exec(read('../../../deploy/docker/Dockerfile'))?.[1] ?? '[]';
    const { cluster } = JSON.parse(read('../node-options.json')) as { cluster: string[] };
    expect(JSON.parse(command)).toEqual(['node', ...cluster, 'apps/standalone/dist/main.js']);
  });
});
