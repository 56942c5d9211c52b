/** Of the command line, the suites and the containers: a process of the platform may find them and reads none. */
const namesOfOthers: readonly string[] = ['RW_URL', 'RW_TOKEN', 'RW_FAULTS', 'RW_VERSION'];

/** Kubernetes tells every container the address of a service called `rw-…` by such variables. */
const serviceLink = /^RW_(\w+_)?(SERVICE_(HOST|PORT(_\w+)?)|PORT(_\d+_(TCP|UDP)(_\w+)?)?)$/;

/**
 * A variable that begins like ours and is none of ours is a slip of the pen, and would be ignored. Its value is not
 * shown, since it may be a key under a wrong name.
 *
 * @param known - what a process reads
 */
export function unknownNames(given: readonly string[], known: readonly string[]): readonly string[] {
  const names = [...known, ...namesOfOthers];
  return given
    .filter((name) => /^RW_/i.test(name) && !names.includes(name) && !isServiceLink(name))
    .map((name) => `${name}: is not the name of a setting, the nearest is ${nearest(name.toUpperCase(), known)}`);
}

const isServiceLink = (name: string): boolean => name !== 'RW_PORT' && serviceLink.test(name);

const nearest = (name: string, names: readonly string[]): string =>
  names.reduce((best, next) => (distance(name, next) < distance(name, best) ? next : best));

/** How many letters must be put in, taken out or changed to turn one text into the other: Levenshtein (1966). */
function distance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...from].entries()) {
    const line = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}
