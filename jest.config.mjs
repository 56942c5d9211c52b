// This file belongs to no project, so it reaches for the build by its place.
const { isOnPath, missingPrograms } = await import(new URL('tools/dist/infra/requirements.js', import.meta.url));

/** A suite that needs programs which CI must have and a laptop may lack: there it is skipped by name. */
function needing(missing, suite) {
  if (missing.length === 0) return suite;
  if (process.env.CI) throw new Error(`this machine lacks ${missing.join(', ')}`);
  return { testMatch: ['<rootDir>/tools/src/infra/missing.spec.ts'] };
}

const servers = missingPrograms(process.env);
const browser = isOnPath('chromium', process.env.PATH) ? [] : ['chromium'];

/** The suites by name. Each runs alone with `npm run test:<name>`, all that this machine can run with `npm test`. */
const suites = {
  unit: {
    testMatch: ['<rootDir>/{apps,libs,tools}/**/src/**/*.spec.ts'],
    testPathIgnorePatterns: ['\\.cluster\\.spec\\.ts$', '/missing\\.spec\\.ts$', '/dist/'],
  },
  e2e: { testMatch: ['<rootDir>/tests/src/e2e/**/*.spec.ts'] },
  cluster: needing(servers, {
    testMatch: ['<rootDir>/libs/**/src/**/*.cluster.spec.ts', '<rootDir>/tests/src/cluster/**/*.spec.ts'],
    globalSetup: '<rootDir>/tools/dist/infra/jest-setup.js',
    globalTeardown: '<rootDir>/tools/dist/infra/jest-teardown.js',
  }),
  faults: needing(servers, { testMatch: ['<rootDir>/tests/src/integrity/**/*.spec.ts'] }),
  web: needing(browser, { testMatch: ['<rootDir>/tests/src/web/**/*.spec.ts'] }),
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
