import type { Context } from '../context.js';
import { percent, show } from '../output.js';
import { type Explanation, explanation } from '../schemas.js';

/** How an objective's numbers came about, comparison by comparison. */
export async function explain(context: Context, id: string): Promise<void> {
  const explained = await context.api.read(`/v1/slos/${encodeURIComponent(id)}/explain`, explanation);
  show(context.output, explained, () => textOf(explained));
}

function textOf({ id, period, tiers, episodes, ...rest }: Explanation): string {
  return [
    `${id}, version ${rest.definitionVersion}, target ${percent(Number(rest.target))}`,
    `evaluated to ${rest.at ?? 'nothing yet'}, watermark ${rest.watermark ?? 'none'}, counting since ${rest.countingSince}`,
    `${period.formula}; ${percent(period.remaining)} left`,
    ...tiers.flatMap(tierLines),
    ...episodes.map(
      ({ episode, revision, state, since, until, tier }) =>
        `episode ${episode}.${revision} ${state}, ${tier ?? 'no tier'}, since ${since}${until === undefined ? '' : ` until ${until}`}`,
    ),
    ...(rest.lateEvents > 0 ? [`${rest.lateEvents} events came too late and are not counted`] : []),
    ...(rest.problem === undefined ? [] : [`some samples cannot be counted: ${rest.problem}`]),
  ].join('\n');
}

type Tier = Explanation['tiers'][number];

/** A tier that leads goes on while its short window is empty, exceeded or not. */
const stateOf = ({ leads, exceeded }: Tier): string => (leads ? 'leading' : exceeded ? 'exceeded' : 'quiet');

const tierLines = (tier: Tier): string[] => [
  `${tier.name} (${tier.severity}): ${stateOf(tier)}`,
  ...tier.windows.map(
    ({ window, from, to, inequality, exceeds, burnRate }) =>
      `  ${window.padEnd(5)} ${from} to ${to}: ${inequality} is ${exceeds}, burn ${burnRate.toFixed(2)}`,
  ),
];
