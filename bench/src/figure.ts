/** One measured number, against a peer or a target. */
export interface Figure {
  readonly bench: string;
  readonly metric: string;
  readonly ours: number;
  readonly peer?: number;
  readonly peerName?: string;
  /** peer / ours for costs */
  readonly ratio?: number;
  readonly target?: number;
  readonly met?: boolean;
}

export const figure = (bench: string, metric: string, ours: number): Figure => ({ bench, metric, ours });

export const atLeast = (bench: string, metric: string, { ours, target }: Measured): Figure => ({
  bench,
  metric,
  ours,
  target,
  met: ours >= target,
});

export const atMost = (bench: string, metric: string, { ours, target }: Measured): Figure => ({
  bench,
  metric,
  ours,
  target,
  met: ours <= target,
});

/** A cost, how many times less than the peer's it is, and how many it should be. */
export function against(
  bench: string,
  metric: string,
  { ours, target, peer, peerName }: Measured & { readonly peer: number; readonly peerName: string },
): Figure {
  const ratio = peer / ours;
  return { bench, metric, ours, peer, peerName, ratio, target, met: ratio >= target };
}

interface Measured {
  readonly ours: number;
  readonly target: number;
}

const shown = (value: number | undefined): string =>
  value === undefined ? '' : value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));

/** A table as Markdown has it, in columns. */
export function tableOf(figures: readonly Figure[]): string {
  const head = ['metric', 'ours', 'peer', 'ratio', 'target', 'met'];
  const rows = figures.map(({ metric, ours, peer, peerName, ratio, target, met }) => [
    metric,
    shown(ours),
    peer === undefined ? '' : `${shown(peer)} (${peerName})`,
    ratio === undefined ? '' : `${shown(ratio)}×`,
    shown(target),
    met === undefined ? '' : met ? 'yes' : 'no',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0), 3));
  const rule = widths.map((width) => '-'.repeat(width));
  const padded = (cells: string[]): string => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ');
  return [head, rule, ...rows].map((cells) => `| ${padded(cells)} |`).join('\n');
}
