import { describe, expect, it } from '@jest/globals';
import { Problem } from '@roadworthy/http';

import { mustBeOperator } from './operator.js';

describe('the records of all tenants', () => {
  it('are shown to the tenant that runs the platform alone', () => {
    expect(() => mustBeOperator('default')).not.toThrow();
    expect(() => mustBeOperator('acme')).toThrow(Problem);
    expect(() => mustBeOperator('acme')).toThrow(/got acme$/);
  });
});
