// The one front door: installs what the lock file says, builds what changed, and runs the named task on the pinned Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const node = `${root}node_modules/.bin/node`;
const options = JSON.parse(readFileSync(`${root}apps/standalone/node-options.json`, 'utf8'));
const nodeOptions = process.env.KAFKA_BROKERS ? options.cluster : options.embedded;
const quiet = nodeOptions.filter((option) => option.startsWith('--disable-warning='));

const [task, ...args] = process.argv.slice(2);

function run(command, commandArgs, env = {}) {
  const { status, signal } = spawnSync(command, commandArgs, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (signal) return 128;
  return status ?? 1;
}

const must = (status) => status === 0 || process.exit(status);

/** Installs when the lock file is not the one that was installed last. */
function install() {
  const stamp = `${root}node_modules/.roadworthy-lock`;
  const lock = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && existsSync(node) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('installing what package-lock.json says\n');
  must(run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']));
  mkdirSync(`${root}node_modules`, { recursive: true });
  writeFileSync(stamp, lock);
}

const build = () => must(run(node, [...quiet, 'tools/build.mjs']));

const jest = (suites, rest) =>
  run(
    node,
    [
      ...quiet,
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      ...(suites.length ? ['--selectProjects', ...suites] : []),
      ...rest,
    ],
    { NODE_ENV: 'test' },
  );

const nx = (...rest) => run(node, ['node_modules/nx/dist/bin/nx.js', ...rest]);
const check = () => nx('sync:check') || nx('run-many', '-t', 'format', 'lint', 'types', 'contracts');

/** Runs until it ends by itself: a signal that ends us must end it, whether it came to the whole group or to us alone. */
function program(entry, rest) {
  const child = spawn(node, [...nodeOptions, entry, ...rest], {
    cwd: root,
    stdio: 'inherit',
  });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 128)));
}

const tasks = {
  start: () => program('apps/standalone/dist/main.js', args),
  build: () => 0,
  test: () => jest(args[0] && !args[0].startsWith('-') ? [args[0]] : [], args.slice(args[0]?.startsWith('-') ? 0 : 1)),
  check,
  bench: () => program('bench/dist/main.js', args),
  contracts: () => program('tools/dist/contracts/main.js', args),
  infra: () => program('tools/dist/infra/main.js', args),
  rw: () => program('apps/cli/dist/main.js', args),
};

if (!Object.hasOwn(tasks, task ?? '')) {
  process.stderr.write(`usage: node tools/run.mjs ${Object.keys(tasks).join('|')} [args]\n`);
  process.exit(2);
}
// The terminal sends it to the whole group; the child decides when all is done.
process.on('SIGINT', () => {});
install();
if (task !== 'check') build();
process.exit(await tasks[task]());
