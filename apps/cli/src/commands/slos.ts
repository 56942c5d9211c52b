import { budgetStatus, durationText } from '@roadworthy/contracts';

import type { Context } from '../context.js';
import { percent, show, table } from '../output.js';
import { type SloLine, sloPage } from '../schemas.js';

/** All objectives, in order of their ids. */
async function allSlos({ api }: Context): Promise<SloLine[]> {
  const slos: SloLine[] = [];
  for (let after: string | undefined; ;) {
    const query = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
    const { items, next } = await api.read(`/v1/slos?limit=1000${query}`, sloPage);
    slos.push(...items);
    if (next === undefined) return slos;
    after = next;
  }
}

const burning = ({ leadingTier, severity }: NonNullable<SloLine['status']>): string =>
  leadingTier === undefined ? 'quiet' : `${severity} (${leadingTier})`;

/** Lists the objectives with what is left of their budgets. */
export async function listSlos(context: Context): Promise<void> {
  const slos = await allSlos(context);
  show(context.output, { items: slos }, () =>
    table([
      ['ID', 'TARGET', 'PERIOD', 'LEFT', 'BAD/TOTAL', 'ALERT'],
      ...slos.map(({ id, target, periodMs, status }) => [
        id,
        percent(Number(target)),
        durationText(periodMs),
        percent(status?.remaining),
        status ? `${status.bad}/${status.total}` : '-',
        status ? burning(status) : '-',
      ]),
    ]),
  );
}

/** Where one budget stands. */
export async function showStatus(context: Context, id: string): Promise<void> {
  const status = await context.api.read(`/v1/slos/${encodeURIComponent(id)}/status`, budgetStatus.data);
  show(context.output, status, () =>
    [
      `${id}  ${status.displayName}`,
      `left       ${percent(status.remaining)} of the budget (${status.bad} bad of ${status.total} in ${durationText(status.periodMs)}, target ${percent(status.target)})`,
      `alert      ${burning(status)}`,
      `at         ${status.at}${status.provisional ? ', provisional' : ''}`,
      `watermark  ${status.watermark ?? 'no event yet'}`,
      ...(status.lateEvents > 0 ? [`too late   ${status.lateEvents} events, not counted`] : []),
      ...(status.problem === undefined ? [] : [`problem    ${status.problem}`]),
      table([
        ['TIER', 'WINDOW', 'BURN', 'FACTOR', 'BAD/TOTAL'],
        ...status.windows.map(({ tier, ms, burnRate, factor, bad, total }) => [
          tier,
          durationText(ms),
          burnRate.toFixed(2),
          factor.toFixed(2),
          `${bad}/${total}`,
        ]),
      ]),
    ].join('\n'),
  );
}
