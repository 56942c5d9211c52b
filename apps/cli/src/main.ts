import { readFileSync } from 'node:fs';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';

import { z } from 'zod';

import { run } from './run.js';

const cannotTell = 2;

const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const { version } = z.object({ version: z.string() }).parse(manifest);

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`rw: standard output cannot be written: ${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? 0 : cannotTell);
});

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  version,
  stdin: () => text(addAbortSignal(interrupted.signal, process.stdin)),
  signal: interrupted.signal,
  write: (out) => void process.stdout.write(out),
  writeError: (out) => void process.stderr.write(out),
});
