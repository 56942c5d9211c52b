import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const setUpMs = 60_000;

/** The boundary rule reads the project graph from Nx's cache, and without one says yes to everything. */
function cacheProjectGraph(): void {
  const nx = `${root}node_modules/nx/dist/bin/nx.js`;
  const { status, stderr } = spawnSync(process.execPath, [nx, 'show', 'projects'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  if (status !== 0) throw new Error(`the project graph could not be made: ${stderr}`);
}

const linter = new Worker(new URL('lint-worker.mjs', import.meta.url), { workerData: { root } });
const answers = new Map<number, (rules: string[]) => void>();
linter.on('message', ({ id, rules }: { id: number; rules: string[] }) => answers.get(id)?.(rules));

/** @returns the rules that a text breaks at a path, each once */
function brokenRules(path: string, text: string): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const id = answers.size;
  answers.set(id, resolve);
  linter.postMessage({ id, path, text });
  return promise;
}

const importing = (module: string) => `import { thing } from '${module}';\nexport const used = thing;\n`;
const lines = (count: number) => Array.from({ length: count }, (_, i) => `export const line${i} = ${i};\n`).join('');

const boundary = '@nx/enforce-module-boundaries';
const layer = 'no-restricted-imports';

describe('the lint rules', () => {
  beforeAll(async () => {
    cacheProjectGraph();
    await brokenRules('libs/slo/src/probe.ts', '');
  }, setUpMs);
  afterAll(() => linter.terminate());

  describe('refuse, by the tags of projects', () => {
    it.each([
      { path: 'libs/slo/src/probe.ts', module: '@roadworthy/documents', what: 'pure → platform' },
      { path: 'libs/slo/src/probe.ts', module: '@roadworthy/contracts', what: 'pure → contracts' },
      { path: 'libs/stats/src/probe.ts', module: 'zod', what: 'pure → npm' },
      { path: 'libs/contracts/src/probe.ts', module: '@roadworthy/slo', what: 'contracts → pure' },
      { path: 'libs/contracts/src/probe.ts', module: 'mongoose', what: 'contracts → npm other than zod' },
      { path: 'libs/stream/src/probe.ts', module: '@roadworthy/budget', what: 'platform → app' },
      { path: 'libs/documents/src/probe.ts', module: '@roadworthy/testing', what: 'platform → testing' },
      { path: 'libs/testing/src/probe.ts', module: '@roadworthy/budget', what: 'testing → app' },
      { path: 'apps/ingest/src/probe.ts', module: '@roadworthy/budget', what: 'app → app' },
      { path: 'apps/ingest/src/probe.ts', module: '@roadworthy/testing', what: 'app → testing' },
      { path: 'apps/ingest/src/probe.ts', module: '@roadworthy/tools', what: 'app → tool' },
      { path: 'apps/cli/src/probe.ts', module: '@roadworthy/budget', what: 'tool → app' },
      { path: 'tools/src/probe.ts', module: '@roadworthy/ingest', what: 'tool → app' },
      { path: 'apps/standalone/src/probe.ts', module: '@roadworthy/tools', what: 'composition → tool' },
      {
        path: 'apps/standalone/src/probe.ts',
        module: '../../budget/src/index.js',
        what: 'a path into another project',
      },
    ])('$what: $module in $path', async ({ path, module }) => {
      const rules = await brokenRules(path, importing(module));
      // An empty list here means that the boundary rule found no project graph and skipped itself.
      expect(rules).toContain(boundary);
    });
  });

  describe('refuse, by the layers of a service', () => {
    it.each([
      { folder: 'domain', module: '@nestjs/common' },
      { folder: 'domain', module: 'rxjs' },
      { folder: 'domain', module: 'mongoose' },
      { folder: 'domain', module: 'ioredis' },
      { folder: 'domain', module: 'kafkajs' },
      { folder: 'domain', module: '@opentelemetry/api' },
      { folder: 'domain', module: 'node:fs' },
      { folder: 'domain', module: '../application/probe.js' },
      { folder: 'domain', module: '../adapters/probe.js' },
      { folder: 'application', module: 'mongoose' },
      { folder: 'application', module: 'ioredis' },
      { folder: 'application', module: '../adapters/probe.js' },
    ])('$module in $folder', async ({ folder, module }) => {
      expect(await brokenRules(`apps/budget/src/${folder}/probe.ts`, importing(module))).toContain(layer);
    });
  });

  describe('refuse anywhere', () => {
    const probe = 'libs/slo/src/probe.ts';
    it.each([
      { what: 'a default export', text: 'export default 1;\n', rule: 'no-restricted-syntax' },
      { what: 'an export of everything', text: "export * from './burn-rate.js';\n", rule: 'no-restricted-syntax' },
      {
        what: 'a look at the environment',
        text: 'export const { PORT } = process.env;\n',
        rule: 'no-restricted-properties',
      },
      { what: 'a file of 251 lines', text: lines(251), rule: 'max-lines' },
      {
        what: 'five parameters',
        text: 'export const sum = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e;\n',
        rule: 'max-params',
      },
      {
        what: 'a promise that nobody awaits',
        text: 'export async function work() {}\nexport function start() {\n  work();\n}\n',
        rule: '@typescript-eslint/no-floating-promises',
      },
      {
        what: 'a promise in place of a condition',
        text: 'export async function ready() {\n  return true;\n}\nexport const text = () => (ready() ? 1 : 2);\n',
        rule: '@typescript-eslint/no-misused-promises',
      },
      { what: 'any', text: 'export const parse = (text: any) => text;\n', rule: '@typescript-eslint/no-explicit-any' },
      {
        what: 'a claim that something is there',
        text: 'export const first = (list: string[]) => list.at(0)!;\n',
        rule: '@typescript-eslint/no-non-null-assertion',
      },
      { what: 'a name that nobody uses', text: 'const unused = 1;\n', rule: '@typescript-eslint/no-unused-vars' },
    ])('$what', async ({ text, rule }) => {
      expect(await brokenRules(probe, text)).toEqual([rule]);
    });
  });

  describe('let pass', () => {
    it.each([
      { path: 'libs/slo/src/probe.ts', text: 'export const half = (value: number): number => value / 2;\n' },
      { path: 'libs/slo/src/probe.ts', text: lines(250) },
      { path: 'libs/slo/src/probe.spec.ts', text: lines(251) },
      { path: 'libs/contracts/src/probe.ts', text: importing('zod') },
      { path: 'libs/stream/src/probe.ts', text: importing('@roadworthy/contracts') },
      { path: 'apps/budget/src/domain/probe.spec.ts', text: importing('@roadworthy/testing') },
      { path: 'apps/budget/src/domain/probe.ts', text: importing('@roadworthy/slo') },
      { path: 'apps/budget/src/domain/probe.spec.ts', text: importing('node:fs') },
      { path: 'apps/budget/src/application/probe.ts', text: importing('../domain/probe.js') },
      { path: 'apps/budget/src/adapters/probe.ts', text: importing('mongoose') },
      { path: 'apps/standalone/src/probe.ts', text: importing('@roadworthy/budget') },
      { path: 'apps/standalone/src/probe/main.ts', text: 'export const { PORT } = process.env;\n' },
      { path: 'tools/src/probe.ts', text: importing('@roadworthy/contracts') },
    ])('clean code in $path', async ({ path, text }) => {
      expect(await brokenRules(path, text)).toEqual([]);
    });
  });
});
