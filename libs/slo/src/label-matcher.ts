/** How a label is compared, as Prometheus has it. An absent label counts as the empty string. */
export interface LabelCondition {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export type Labels = Readonly<Record<string, string>>;

/**
 * Turns a pattern into a test of a whole value. Handed in, so that the engine (it must be of linear time, since
 * patterns come from users) stays outside.
 */
export type CompilePattern = (pattern: string) => (value: string) => boolean;

/**
 * Compiles conditions that must all hold; none holds for every series.
 *
 * @throws what `compile` throws for a pattern that it refuses
 */
export function labelMatcher(
  conditions: readonly LabelCondition[],
  compile: CompilePattern,
): (labels: Labels) => boolean {
  const tests = conditions.map((condition) => ({ label: condition.label, holds: testOf(condition, compile) }));
  return (labels) =>
    tests.every(({ label, holds }) => holds(Object.hasOwn(labels, label) ? (labels[label] ?? '') : ''));
}

function testOf({ op, value }: LabelCondition, compile: CompilePattern): (actual: string) => boolean {
  switch (op) {
    case '=':
      return (actual) => actual === value;
    case '!=':
      return (actual) => actual !== value;
    case '=~':
      return compile(value);
    case '!~': {
      const matches = compile(value);
      return (actual) => !matches(actual);
    }
  }
}
