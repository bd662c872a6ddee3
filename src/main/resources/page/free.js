// Free spaces of the public lots, as the service counts them.

import { h } from './preact.js';
import { number, words } from './words.js';

/** The public lots; null where nobody answers. */
export async function freeSpaces() {
  try {
    const answer = await fetch('/v1/availability', { signal: AbortSignal.timeout(10_000) });
    return answer.ok ? (await answer.json()).items : null;
  } catch {
    return null;
  }
}

function Lot({ name, within, available, status, silent }) {
  const marks = [words.status[status], silent && words.silent].filter(Boolean).join(' · ');
  return h('li', null,
    h('span', null, h('bdi', null, name), h('small', null, within.map((each) => each.name).join(' · ')),
      marks && h('small', { class: 'mark' }, marks)),
    h('span', { class: 'count' },
      available === null ? words.unlimited : [h('strong', null, number(available)), ' ', words.freeSpaces(available)]));
}

/** @param lots undefined: not asked yet; null: nobody answered */
export function Free({ lots }) {
  if (lots === undefined) return null;
  const sorted = [...(lots ?? [])].sort((a, b) => a.name.localeCompare(b.name, words.lang, { numeric: true }));
  return h('section', { class: 'card' },
    h('h2', null, words.free),
    lots === null && h('p', { class: 'soft' }, words.freeAway),
    lots !== null && lots.length === 0 && h('p', { class: 'soft' }, words.freeNone),
    h('ul', { class: 'lots' }, sorted.map((lot) => h(Lot, { key: lot.placeId, ...lot }))));
}
