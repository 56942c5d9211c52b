// Turns src/ of every package into dist/, file by file, and only what changed; the dashboard is bundled by Vite.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { transformFile } from '@swc/core';

const root = fileURLToPath(new URL('..', import.meta.url));
const isTest = (file) => /\.(spec|contract|fixture)\.ts$/.test(file);
const newer = (a, b) => !existsSync(b) || statSync(a).mtimeMs > statSync(b).mtimeMs;

async function buildAll() {
  const packages = globSync(['apps/*', 'libs/*', 'tools', 'tests', 'bench'], { cwd: root }).filter(
    (folder) => folder !== 'apps/dashboard' && existsSync(join(root, folder, 'src')),
  );
  let failed = 0;
  const jobs = packages.flatMap((folder) => {
    const from = join(root, folder, 'src');
    const sources = globSync('**/*.ts', { cwd: from }).filter((file) => !isTest(file));
    removeOrphans(join(root, folder, 'dist'), new Set(sources));
    return sources.map((file) => ({ source: join(from, file), target: target(folder, file) }));
  });
  const swcrc = join(root, '.swcrc');
  await Promise.all(
    jobs
      .filter(({ source, target }) => newer(source, target) || newer(swcrc, target))
      .map(async ({ source, target }) => {
        try {
          const { code } = await transformFile(source, { cwd: root, configFile: swcrc });
          mkdirSync(dirname(target), { recursive: true });
          writeFileSync(target, code);
        } catch (error) {
          failed = 1;
          process.stderr.write(`${source}: ${error.message}\n`);
        }
      }),
  );
  return failed || (await bundleDashboard());
}

const target = (folder, file) => join(root, folder, 'dist', file.replace(/\.ts$/, '.js'));

function removeOrphans(dist, sources) {
  if (!existsSync(dist)) return;
  for (const file of globSync('**/*.js', { cwd: dist }))
    if (!sources.has(file.replace(/\.js$/, '.ts'))) rmSync(join(dist, file));
}

/** Its own files and the sources of our packages that it depends on, since it bundles those too. */
function bundleInputs(folder) {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const ours = Object.keys(dependencies).filter((name) => name.startsWith('@roadworthy/'));
  const own = globSync(['src/**/*', 'index.html', 'vite.config.mjs', 'package.json'], { cwd: folder });
  const sources = ours.flatMap((name) => {
    const from = join(root, 'libs', name.slice('@roadworthy/'.length), 'src');
    return globSync('**/*.ts', { cwd: from }).map((file) => join(from, file));
  });
  return [...own.map((file) => join(folder, file)), ...sources.filter((file) => !isTest(file))];
}

async function bundleDashboard() {
  const folder = join(root, 'apps/dashboard');
  if (!existsSync(join(folder, 'index.html'))) return 0;
  const bundle = join(folder, 'dist/index.html');
  if (!bundleInputs(folder).some((file) => newer(file, bundle))) return 0;
  const { build } = await import('vite');
  try {
    await build({ root: folder, logLevel: 'warn' });
    return 0;
  } catch (error) {
    process.stderr.write(`apps/dashboard: ${error.message}\n`);
    return 1;
  }
}

process.exitCode = await buildAll();
