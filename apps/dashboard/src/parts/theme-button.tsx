import { useState } from 'react';

const storageKey = 'theme';

type Theme = 'light' | 'dark';

const systemTheme = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** What the reader chose; `undefined` follows the system. */
function chosenTheme(): Theme | undefined {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : undefined;
}

function apply(theme: Theme | undefined): void {
  if (theme === undefined) delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Before the first drawing, so that nothing flashes. */
export const applyChosenTheme = (): void => apply(chosenTheme());

/** Switches between light and dark; back at what the system says, it follows the system again. */
export function ThemeButton() {
  const [theme, setTheme] = useState(chosenTheme);
  function toggle(): void {
    const next = (theme ?? systemTheme()) === 'dark' ? 'light' : 'dark';
    const choice = next === systemTheme() ? undefined : next;
    if (choice === undefined) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, choice);
    apply(choice);
    setTheme(choice);
  }
  return (
    <button type="button" className="ctl quiet" aria-label="Switch between light and dark" onClick={toggle}>
      <span aria-hidden="true">◐</span>
    </button>
  );
}
