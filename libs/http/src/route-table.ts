/** Which methods a path answers to. Patterns that take any path, such as that of a page, are left out. */
export class RouteTable {
  private readonly routes: { readonly parts: readonly string[]; readonly methods: Set<string> }[] = [];

  /** @param pattern - a path in which a part may be a parameter: `/v1/slos/:id` */
  add(pattern: string, methods: readonly string[]): void {
    if (pattern.includes('*')) return;
    this.routes.push({ parts: pattern.split('/'), methods: new Set(methods) });
  }

  /** @returns in order of their names; empty where nothing is */
  methodsAt(path: string): string[] {
    const parts = path.split('/');
    const found = this.routes.filter((route) => matches(route.parts, parts));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].toSorted();
  }
}

const matches = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length &&
  pattern.every((part, i) => (part.startsWith(':') ? parts[i] !== '' : part === parts[i]));
