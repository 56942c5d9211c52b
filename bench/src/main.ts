import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { chain } from './chain/chain.js';
import { type Figure, tableOf } from './figure.js';

const benches = { chain };
const usage = `usage: npm run bench -- ${Object.keys(benches).join('|')} [--json] [--write] [--scale 1]\n`;
const documents = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

/** Puts a bench's table where the documents keep it. */
function write(name: string, table: string): void {
  const text = readFileSync(documents, 'utf8');
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no place for ${name}`);
  writeFileSync(documents, `${text.slice(0, from + start.length)}\n\n${table}\n\n${text.slice(to)}`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
  },
});
const name = positionals[0] ?? 'chain';
const scale = Number(values.scale);
if (!Object.hasOwn(benches, name) || !(scale > 0 && scale <= 10)) {
  process.stderr.write(usage);
  process.exit(2);
}
const figures: Figure[] = await benches[name as keyof typeof benches]({
  scale,
  say: (line) => process.stderr.write(`${line}\n`),
});
const [cpu] = cpus();
const machine = `${cpus().length} cores (${cpu?.model.trim()}), Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}, scale ${scale}`;
const table = `${machine}\n\n${tableOf(figures)}`;
if (values.write) write(name, table);
process.stdout.write(values.json ? figures.map((figure) => `${JSON.stringify(figure)}\n`).join('') : `${table}\n`);
