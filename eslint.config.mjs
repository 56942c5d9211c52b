import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const pure = 'type:pure';
const platform = 'type:platform';
const contracts = 'type:contracts';

/** Which kind of project may import which, and which packages of npm (`undefined`: any). */
const boundaries = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: [contracts, pure, platform] },
  { sourceTag: platform, onlyDependOnLibsWithTags: [contracts, pure, platform] },
  { sourceTag: contracts, onlyDependOnLibsWithTags: [], allowedExternalImports: ['zod'] },
  { sourceTag: pure, onlyDependOnLibsWithTags: [pure], allowedExternalImports: [] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: [contracts, platform] },
  { sourceTag: 'type:web', onlyDependOnLibsWithTags: [contracts, pure] },
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: [contracts, pure, platform, 'type:testing', 'type:composition', 'type:tool'],
  },
  { sourceTag: 'type:composition', onlyDependOnLibsWithTags: ['type:app', contracts, pure, platform] },
];

const boundaryRule = (constraints) => [
  'error',
  { enforceBuildableLibDependency: false, allow: [], depConstraints: constraints },
];

/** Tests may reach for the testing library and for the tests' own packages too. */
const boundariesOfTests = boundaries.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({
  sourceTag,
  onlyDependOnLibsWithTags: [...onlyDependOnLibsWithTags, 'type:testing'],
}));

const layer = (folder, group, message) => ({
  files: [`apps/*/src/${folder}/**/*.ts`],
  ignores: ['**/*.spec.ts', '**/*.contract.ts'],
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

export default tseslint.config(
  { ignores: ['**/dist/**', '.nx/**', '.infra/**', '.roadworthy/**', 'libs/contracts/snapshot/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': boundaryRule(boundaries),
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'name what is exported' },
        { selector: 'ExportDefaultDeclaration', message: 'exports have names' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'the environment is read in main.ts and handed on' },
      ],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
    },
  },
  layer(
    'domain',
    [
      '@nestjs/*',
      'rxjs',
      'mongoose',
      'ioredis',
      '*kafka*',
      '@opentelemetry/*',
      'node:*',
      '**/application/**',
      '**/adapters/**',
    ],
    'domain/ is pure',
  ),
  layer('application', ['mongoose', 'ioredis', '**/adapters/**'], 'application/ reaches out through its ports'),
  {
    files: ['**/*.spec.ts', '**/*.contract.ts', '**/*.spec.tsx'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': boundaryRule(boundariesOfTests),
      'max-lines': 'off',
    },
  },
  {
    files: ['**/main.ts', 'tools/**', 'tests/**', 'bench/**', 'libs/testing/**', '**/*.config.{mjs,ts}', 'apps/cli/**'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/*.config.{mjs,ts}', 'tools/src/*-reporter.mjs', 'tools/src/infra/jest-*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  prettier,
);
