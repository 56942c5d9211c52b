import { describe, expect, it } from '@jest/globals';

import { explain, type ExplainedTier } from './explain.js';
import { availability, hour, minute, Scenario, start } from './scenario.fixture.js';

function explainedTiers({ state }: Scenario): readonly ExplainedTier[] {
  const objective = state.objectives.get('availability');
  if (!objective) throw new Error('the objective is not defined');
  return explain(objective).tiers;
}

const standings = (scenario: Scenario): object =>
  Object.fromEntries(explainedTiers(scenario).map(({ name, exceeded, leads }) => [name, { exceeded, leads }]));

describe('an explanation', () => {
  it('tells the tier that leads from those that are exceeded and outranked', () => {
    const scenario = new Scenario(start - 2 * hour).define(availability());
    scenario.traffic(start, 1000, 0).traffic(start + 30 * minute, 1000, 500);
    expect(standings(scenario)).toEqual({
      fast: { exceeded: true, leads: true },
      slow: { exceeded: true, leads: false },
      day: { exceeded: true, leads: false },
      drift: { exceeded: true, leads: false },
    });
  });

  it('has no tier exceeded where one window of two is', () => {
    const tiers = availability().spec.tiers.slice(0, 1);
    const scenario = new Scenario(start - 2 * hour).define(availability({}, { tiers }));
    scenario.traffic(start, 1000, 0).traffic(start + minute, 1000, 500);
    const [fast] = explainedTiers(scenario);
    expect(fast?.windows.map(({ exceeds }) => exceeds)).toEqual([false, true]);
    expect(standings(scenario)).toEqual({ fast: { exceeded: false, leads: false } });
  });

  it('keeps a tier that leads while its short window is empty, though it is exceeded no more', () => {
    const tiers = availability().spec.tiers.slice(0, 1);
    const scenario = new Scenario(start - 2 * hour).define(availability({}, { tiers }));
    scenario.traffic(start, 1000, 500).advanceTo(start + 10 * minute);
    expect(standings(scenario)).toEqual({ fast: { exceeded: false, leads: true } });
  });
});
