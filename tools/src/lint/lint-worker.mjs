// Lints texts as if they lay at the paths that they come with; nothing is written there. A thread of its own, because
// the type information keeps timers that would hold a test run open.
import { parentPort, workerData } from 'node:worker_threads';

import { ESLint } from 'eslint';

const eslint = new ESLint({
  cwd: workerData.root,
  overrideConfig: {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['{apps,libs}/*/src/*.ts', 'apps/*/src/*/*.ts', '{tools,tests,bench}/src/*.ts'],
          maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 1_000,
        },
      },
    },
  },
});

parentPort.on('message', async ({ id, path, text }) => {
  try {
    const [result] = await eslint.lintText(text, { filePath: `${workerData.root}${path}` });
    const rules = new Set(result.messages.map(({ ruleId, message }) => ruleId ?? message));
    parentPort.postMessage({ id, rules: [...rules] });
  } catch (error) {
    parentPort.postMessage({ id, rules: [String(error)] });
  }
});
