import { text } from 'node:stream/consumers';

import { run } from './run.js';

const interrupted = new AbortController();
process.on('SIGINT', () => interrupted.abort());
process.stdout.on('error', () => process.exit(0));

process.exitCode = await run(process.argv.slice(2), {
  environment: process.env,
  stdin: () => text(process.stdin),
  signal: interrupted.signal,
  write: (out) => void process.stdout.write(out),
  writeError: (out) => void process.stderr.write(out),
});
