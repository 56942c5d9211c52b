import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react';

const places = '[data-rove]';

/** How an arrow moves: rows down, places to the right. */
const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const placesIn = (row: Element | undefined): HTMLElement[] => [...(row?.querySelectorAll<HTMLElement>(places) ?? [])];

function makeActive(container: Element, active: HTMLElement): void {
  for (const place of container.querySelectorAll<HTMLElement>(places)) place.tabIndex = place === active ? 0 : -1;
}

function targetOf(container: Element, from: HTMLElement, event: KeyboardEvent): HTMLElement | undefined {
  const rows = [...container.querySelectorAll('[data-row]')].filter((row) => placesIn(row).length > 0);
  const row = rows.findIndex((candidate) => candidate.contains(from));
  const inRow = placesIn(rows[row]);
  const at = inRow.indexOf(from);
  if (event.key === 'Home') return event.ctrlKey ? placesIn(rows[0])[0] : inRow[0];
  if (event.key === 'End') return (event.ctrlKey ? placesIn(rows.at(-1)) : inRow).at(-1);
  const [down, right] = steps[event.key] ?? [0, 0];
  if (right !== 0) return inRow[at + right];
  const next = placesIn(rows[row + down]);
  return next[Math.min(at, next.length - 1)];
}

interface Roving<E extends HTMLElement> {
  readonly ref: RefObject<E | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (event: React.FocusEvent) => void;
}

/**
 * Makes a table or a list one tab stop: arrows move between what carries `data-rove`, row by row (`data-row`). The tab
 * stop is kept in the page and not in state, so that moving redraws nothing.
 */
export function useRoving<E extends HTMLElement>(): Roving<E> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const all = [...(ref.current?.querySelectorAll<HTMLElement>(places) ?? [])];
    const active = all.find((place) => place.tabIndex === 0) ?? all[0];
    if (ref.current && active) makeActive(ref.current, active);
  });
  return {
    ref,
    onKeyDown(event) {
      const from = event.target;
      if (!ref.current || !(from instanceof HTMLElement) || !from.matches(places)) return;
      if (!(event.key in steps) && event.key !== 'Home' && event.key !== 'End') return;
      event.preventDefault();
      targetOf(ref.current, from, event)?.focus();
    },
    onFocus({ target }) {
      if (ref.current && target instanceof HTMLElement && target.matches(places)) makeActive(ref.current, target);
    },
  };
}
