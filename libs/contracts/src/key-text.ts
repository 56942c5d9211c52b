/**
 * What a key is made of, as text: `<tenant>/<service>`. The function is called once with a stand-in for the data, which
 * yields the name of each field instead of its value.
 */
export const keyText = (key: (data: never) => string): string => String(key(fieldNames('') as never));

function fieldNames(path: string): object {
  return new Proxy(
    {},
    {
      get(_target, property) {
        if (property === Symbol.toPrimitive || property === 'toString') return () => `<${path}>`;
        return typeof property === 'string' ? fieldNames(joined(path, property)) : undefined;
      },
    },
  );
}

const joined = (path: string, property: string): string =>
  /^\d+$/.test(property) ? `${path}[${property}]` : path === '' ? property : `${path}.${property}`;
