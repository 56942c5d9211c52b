import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { catalogue } from '@roadworthy/contracts';

import { checkContracts, writeContracts } from './contracts.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, 'allow-breaking': { type: 'boolean', default: false } },
});
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
const workspace = { root, events: catalogue, version };
const complaints = values.check
  ? checkContracts(workspace)
  : writeContracts(workspace, { allowBreaking: values['allow-breaking'] });
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length > 0 ? 1 : 0;
