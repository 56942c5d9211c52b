import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { type Asked, FakeServer, outcomeOf, problem } from '../command.fixture.js';

const slo = (name: string): string => `kind: SLO\nmetadata: { name: ${name} }\nspec: { service: shop }\n`;

describe('apply', () => {
  let folder: string;
  let server: FakeServer;
  /** the versions that the server has */
  let versions: Map<string, number>;
  let refused: Set<string>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'apply-'));
    versions = new Map();
    refused = new Set();
    server = await FakeServer.start(({ method, path }: Asked) => {
      const id = path.split('/').at(-1) ?? '';
      if (refused.has(id) && method === 'PUT')
        return problem(400, 'invalid-slo', { errors: [{ pointer: '/spec', code: 'x', detail: 'too little' }] });
      if (method === 'PUT') versions.set(id, (versions.get(id) ?? 0) + 1);
      const version = versions.get(id);
      return version === undefined ? problem(404, 'unknown-slo') : { body: { version } };
    });
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await server.stop();
  });

  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const apply = (files: readonly string[], { stdin = '', flags = [] as readonly string[] } = {}) =>
    outcomeOf(['--url', server.url, ...flags, 'apply', '-f', ...files], { stdin });

  it('creates and changes the objectives of all documents, as they were written', async () => {
    versions.set('shop.b', 3);
    const { code, stdout } = await apply(['-'], { stdin: `${slo('a')}---\n# nothing\n---\n${slo('b')}extra: 7\n` });
    expect([code, stdout]).toEqual([0, 'shop.a created (version 1)\nshop.b changed (version 4)\n']);
    expect(JSON.parse(server.asked.at(-1)?.body ?? '')).toMatchObject({ kind: 'SLO', extra: 7 });
  });

  it.each(['', '\n', '# a comment alone\n', '---\n---\n'])('refuses the empty input %j', async (stdin) => {
    expect(await apply(['-'], { stdin })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'rw: nothing was applied, since not everything can be read\n  standard input: holds no document\n',
    });
  });

  it('names every file, document and line that cannot be read, and applies nothing', async () => {
    const good = file('good.yaml', slo('good'));
    const yaml = file('bad.yaml', `${slo('a')}---\nkind: SLO\nspec: {{\n---\n${slo('c')}---\njust text\n`);
    const json = file('bad.json', '{\n  "kind": "SLO",\n  "spec": ]\n}\n');
    const missing = join(folder, 'missing.yaml');
    const { code, stdout, stderr } = await apply([good, yaml, json, missing]);
    expect([code, stdout, server.asked]).toEqual([2, '', []]);
    const [first, ...lines] = stderr.trimEnd().split('\n');
    expect(first).toBe('rw: nothing was applied, since not everything can be read');
    expect(lines).toEqual([
      expect.stringContaining(`  ${yaml}, document 2, line 7: `),
      `  ${yaml}, document 4, line 12: not an OpenSLO document: kind, metadata.name and spec are needed`,
      expect.stringContaining(`  ${json}, document 1, line 3: `),
      expect.stringMatching(/^  .*missing\.yaml: .*ENOENT/),
    ]);
  });

  it('tells programs the same as data', async () => {
    const { code, stdout, stderr } = await apply(['-'], { stdin: 'kind: [\n', flags: ['--json'] });
    expect([code, stdout, JSON.parse(stderr)]).toEqual([
      2,
      '',
      {
        type: 'urn:roadworthy:problem:wrong-usage',
        title: 'Wrong usage',
        detail: 'nothing was applied, since not everything can be read',
        errors: [
          {
            detail: expect.stringMatching(/^standard input, document 1, line \d: /),
            file: '-',
            document: 1,
            line: expect.any(Number),
          },
        ],
      },
    ]);
  });

  it('does not unfold a small text into a large value', async () => {
    const aliases = Array.from({ length: 30 }, () => '*a').join(', ');
    const { code, stderr } = await apply(['-'], { stdin: `a: &a [1, 2]\nb: &b [${aliases}]\nc: [*b, *b, *b]\n` });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('standard input, document 1, line 1: Excessive alias count'),
    ]);
  });

  const service = `kind: Service
metadata: { name: shop, displayName: The shop, labels: { team: a } }
spec: { description: Sells }
`;

  it('says that a Service is skipped, and what of it is ignored', async () => {
    const stdin = `${slo('a')}---\n${service}---\nkind: Service\nmetadata: { name: bare }\nspec: {}\n`;
    expect(await apply(['-'], { stdin })).toEqual({
      code: 0,
      stdout: [
        'shop.a created (version 1)',
        'shop skipped: of kind Service, and only documents of kind SLO are applied',
        '  ignored: metadata.displayName, metadata.labels, spec.description',
        'bare skipped: of kind Service, and only documents of kind SLO are applied',
        '',
      ].join('\n'),
      stderr: '',
    });
    expect(server.asked.map(({ path }) => path)).toEqual(['/v1/slos/shop.a', '/v1/slos/shop.a']);
  });

  it('tells programs where a skipped document stands', async () => {
    const { code, stdout } = await apply(['-'], { stdin: `---\n---\n${service}`, flags: ['--json'] });
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      {
        id: 'shop',
        change: 'skipped',
        kind: 'Service',
        file: '-',
        document: 2,
        detail: 'of kind Service, and only documents of kind SLO are applied',
        ignored: ['metadata.displayName', 'metadata.labels', 'spec.description'],
      },
    ]);
  });

  it.each(['""', '.', '..'])('refuses the name %s, which no path can carry', async (name) => {
    const { code, stderr } = await apply(['-'], { stdin: slo(name) });
    expect([code, stderr, server.asked]).toEqual([2, expect.stringMatching(/document 1, line 1: not an Open/), []]);
  });

  it('goes on after a refusal, says which it was, and ends with 1', async () => {
    refused.add('shop.b');
    const stdin = ['a', 'b', 'c'].map(slo).join('---\n');
    expect(await apply(['-'], { stdin })).toEqual({
      code: 1,
      stdout: 'shop.a created (version 1)\nshop.c created (version 1)\n',
      stderr: 'rw: shop.b: invalid-slo it is\n  /spec: too little\n',
    });
    const { code, stderr } = await apply(['-'], { stdin, flags: ['--json'] });
    expect([code, JSON.parse(stderr)]).toEqual([
      1,
      expect.objectContaining({ id: 'shop.b', file: '-', document: 2, status: 400, detail: 'invalid-slo it is' }),
    ]);
  });
});
