/** A module of this folder, built, for `node --import`. */
const built = (name: string): URL => new URL(`../../dist/integrity/${name}.js`, import.meta.url);

export const withoutFence = built('without-fence');
export const holdCommits = built('hold-commits');
