import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Where the description of a server is: its `pom.xml`, and its Java sources if it has its own. */
export const resources = (name: string): string => join(root, 'tools/infra', name);

/**
 * What goes into CLASSPATH for a server: the jars that its `pom.xml` names, fetched by Maven, and its own classes. Made
 * once for each version of both, below `.infra`.
 *
 * @throws {Error} when Maven or the compiler fail
 */
export function classpath(name: string): string {
  const sources = globSync(['pom.xml', '*.java'], { cwd: resources(name) }).sort();
  const hash = createHash('sha256');
  for (const file of sources) hash.update(readFileSync(join(resources(name), file)));
  const folder = join(root, '.infra', `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (!existsSync(folder)) build(name, sources, folder);
  return `${folder}/classes:${folder}/lib/*`;
}

/** Works beside and renames, so that a build that was cut off is not taken for a whole one. */
function build(name: string, sources: readonly string[], folder: string): void {
  const beside = `${folder}.${process.pid}`;
  mkdirSync(join(beside, 'classes'), { recursive: true });
  for (const file of sources) cpSync(join(resources(name), file), join(beside, file));
  const run = (command: string, ...args: string[]): unknown =>
    execFileSync(command, args, { cwd: beside, stdio: ['ignore', 'ignore', 'inherit'] });
  const copy = ['dependency:copy-dependencies', '-DoutputDirectory=lib', '-DincludeScope=runtime'];
  run('mvn', '-q', '-B', '-ntp', ...copy);
  const java = sources.filter((file) => file.endsWith('.java'));
  if (java.length > 0) run('javac', '-cp', 'lib/*', '-d', 'classes', ...java);
  if (existsSync(folder)) rmSync(beside, { recursive: true });
  else renameSync(beside, folder);
}
