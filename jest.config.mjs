/** The suites by name. Each runs alone with `npm run test:<name>`, all that this machine can run with `npm test`. */
const suites = {
  unit: {
    testMatch: ['<rootDir>/{apps,libs,tools}/**/src/**/*.spec.ts'],
    testPathIgnorePatterns: ['\\.cluster\\.spec\\.ts$', '/dist/'],
  },
  e2e: { testMatch: ['<rootDir>/tests/src/e2e/**/*.spec.ts'] },
  cluster: {
    testMatch: ['<rootDir>/libs/**/src/**/*.cluster.spec.ts', '<rootDir>/tests/src/cluster/**/*.spec.ts'],
    globalSetup: '<rootDir>/tools/src/infra/jest-setup.ts',
    globalTeardown: '<rootDir>/tools/src/infra/jest-teardown.ts',
  },
  faults: {
    testMatch: ['<rootDir>/tests/src/integrity/**/*.spec.ts'],
    globalSetup: '<rootDir>/tools/src/infra/jest-setup.ts',
    globalTeardown: '<rootDir>/tools/src/infra/jest-teardown.ts',
  },
  web: { testMatch: ['<rootDir>/tests/src/web/**/*.spec.ts'] },
};

export default {
  reporters: ['default', '<rootDir>/tools/src/summary-reporter.mjs'],
  projects: Object.entries(suites).map(([displayName, suite]) => ({
    displayName,
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    transform: { '^.+\\.tsx?$': '@swc/jest' },
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    testEnvironment: 'node',
    testEnvironmentOptions: { customExportConditions: ['@roadworthy/source', 'node', 'node-addons'] },
    modulePathIgnorePatterns: ['/dist/'],
    ...suite,
  })),
};
