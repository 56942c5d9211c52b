import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Which processors everything runs on, as `taskset` writes it. */
const all = `0-${cpus().length - 1}`;
const first = '0';
const others = cpus().length > 1 ? `1-${cpus().length - 1}` : first;

/** Keeps all threads of a process, and whatever it starts from now on, on these processors. */
const keep = (pid: number, processors: string): void => {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, String(pid)], { stdio: 'ignore' });
};

/** Keeps a measured process on the first processor. */
export const keepApart = (pid: number): void => keep(pid, first);

/**
 * Runs this process and all that it starts on the other processors meanwhile: what is measured is neither moved about
 * nor interrupted by the rest.
 */
export async function apart<T>(action: () => Promise<T>): Promise<T> {
  keep(process.pid, others);
  try {
    return await action();
  } finally {
    keep(process.pid, all);
  }
}
