import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the options of Node', () => {
  it('are those of npm start in the image too', () => {
    const command = /^CMD (.*)$/m.exec(read('../../../deploy/docker/Dockerfile'))?.[1] ?? '[]';
    const options = JSON.parse(read('../node-options.json')) as string[];
    expect(JSON.parse(command)).toEqual(['node', ...options, 'apps/standalone/dist/main.js']);
  });
});
