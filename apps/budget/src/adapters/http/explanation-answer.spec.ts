import { expect, it } from '@jest/globals';

import { explain } from '../../domain/explain.js';
import { availability, hour, minute, Scenario, start } from '../../domain/scenario.fixture.js';
import { explanationAnswer } from './explanation-answer.js';

it.each([
  { what: 'nothing counted', scenario: new Scenario(start).define(availability()) },
  {
    what: 'an episode',
    scenario: new Scenario(start - hour)
      .define(availability())
      .traffic(start, 1000, 0)
      .traffic(start + 30 * minute, 1000, 500),
  },
])('the schema describes an explanation with $what, field by field', ({ scenario }) => {
  const objective = scenario.state.objectives.get('availability');
  if (!objective) throw new Error('the objective is not defined');
  const answer: unknown = JSON.parse(JSON.stringify({ id: 'checkout.availability', ...explain(objective) }));
  expect(explanationAnswer.parse(answer)).toEqual(answer);
});
