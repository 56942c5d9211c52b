/** Closes a test run with one line of counts, after naming what was skipped. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.testResults.flatMap(({ testFilePath, testResults }) =>
      testResults
        .filter(({ status }) => status === 'pending' || status === 'todo')
        .map(({ fullName }) => ({ testFilePath, fullName })),
    );
    const broken = results.testResults.filter(({ testExecError }) => testExecError !== undefined).length;
    for (const { fullName } of skipped) process.stdout.write(`skipped: ${fullName}\n`);
    process.stdout.write(
      `\n${results.numPassedTests} passed, ${results.numFailedTests + broken} failed, ${skipped.length} skipped\n`,
    );
  }
}
