import { parseArgs } from 'node:util';

import { chain } from './chain/chain.js';
import { tableOf } from './figure.js';

const benches = { chain };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, scale: { type: 'string', default: '1' } },
});
const name = positionals[0] ?? 'chain';
if (!Object.hasOwn(benches, name)) {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--json] [--scale 1]\n`);
  process.exit(2);
}
const figures = await benches[name as keyof typeof benches]({
  scale: Number(values.scale),
  say: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(
  values.json ? figures.map((figure) => `${JSON.stringify(figure)}\n`).join('') : `${tableOf(figures)}\n`,
);
