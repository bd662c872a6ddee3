// All lots, city by city, district by district, as they change; or those of one place.

import { h } from './preact.js';
import { get, withQuery } from './opsapi.js';
import { isSilent, lotsIn, pathTo, sum } from './opsplaces.js';
import { Ago, Asked, Bar, Count, Counted, freeText, Pill, Title } from './opsparts.js';
import { number, wordFor, words } from './opswords.js';

/** The way from the top to here. */
export function Path({ places, place }) {
  const path = pathTo(places.places, place).slice(0, -1);
  return h('nav', { class: 'path', 'aria-label': words.where },
    h('a', { href: '#/' }, words.all),
    path.map((each) => [' › ', h('a', { href: `#/place/${encodeURIComponent(each.placeId)}` }, h('bdi', null, each.name))]));
}

export function marksOf(value, lot) {
  return [
    lot.status !== 'OPEN' && h(Pill, { tone: 'few', key: 'status' }, wordFor('statuses', lot.status)),
    isSilent(value) && h(Pill, { tone: 'none', key: 'silent' }, words.silent),
    value?.reporting.quiet > 0 && h(Pill, { key: 'quiet' }, words.quiet),
    value?.capacity !== null && value?.available === 0 && h(Pill, { tone: 'none', key: 'full' }, words.full),
    value?.adjustment !== undefined && value.adjustment !== 0 && h(Pill, { key: 'unknown' }, words.unknownCars(number(value.adjustment))),
  ];
}

function Row({ lot, value }) {
  return h('li', { class: `row${isSilent(value) ? ' old' : ''}`, 'data-place': lot.placeId },
    h('a', { href: `#/place/${encodeURIComponent(lot.placeId)}` }, h('bdi', null, lot.name)),
    value
      ? [
        h(Count, { count: value.currentCount, capacity: value.capacity }),
        h(Bar, { count: value.currentCount, capacity: value.capacity }),
        h('span', { class: 'free' }, freeText(value)),
        h('span', { class: 'age soft' }, words.changed, ' ', h(Ago, { iso: value.updatedAt })),
      ]
      : h('span', { class: 'age soft' }, words.waiting),
    h('span', { class: 'marks' }, marksOf(value, lot)));
}

function Heading({ place, total, level }) {
  return h('div', { class: 'heading' },
    h(`h${level}`, null, h('a', { href: `#/place/${encodeURIComponent(place.placeId)}` }, h('bdi', null, place.name))),
    h('p', { class: 'soft' }, words.inLots(total.lots), ' · ', freeText(total),
      total.silent > 0 && [' · ', h('strong', { class: 'bad' }, words.silentLots(total.silent))]));
}

function Branch({ place, lots, level }) {
  if (place.type === 'LOT') return h('ul', { class: 'rows' }, h(Row, { lot: place, value: lots.get(place.placeId) }));
  const own = place.children.filter(({ type }) => type === 'LOT');
  return h('section', { class: `branch level-${level}` },
    h(Heading, { place, total: sum(lotsIn(place), lots), level }),
    own.length > 0 && h('ul', { class: 'rows' }, own.map((lot) => h(Row, { key: lot.placeId, lot, value: lots.get(lot.placeId) }))),
    place.children.filter(({ type }) => type !== 'LOT').map((each) => h(Branch, { key: each.placeId, place: each, lots, level: level + 1 })));
}

const Tile = ({ name, tone, children }) => h('div', { class: `tile ${tone ?? ''}` }, h('dt', null, name), h('dd', null, children));

function Tiles({ total, alarms }) {
  return h('dl', { class: 'tiles' },
    h(Tile, { name: words.inside }, h(Count, { count: total.currentCount, capacity: total.capacity }),
      h(Bar, { count: total.currentCount, capacity: total.capacity })),
    h(Tile, { name: words.freeSpaces }, h('strong', null, total.available === null ? words.unlimited : number(total.available))),
    h(Tile, { name: words.silentTile, tone: total.silent > 0 ? 'bad' : null }, h('strong', null, number(total.silent)), h('small', null, ` / ${number(total.lots)}`)),
    h(Tile, { name: words.openAlarms, tone: alarms?.items.length > 0 ? 'bad' : null },
      h('strong', null, alarms === undefined ? '–' : `${number(alarms.items.length)}${alarms.nextCursor ? '+' : ''}`)));
}

/** Of lots whose district is not theirs to see, the lots alone. */
function Roots({ roots, lots }) {
  const alone = roots.filter(({ type }) => type === 'LOT');
  return [
    alone.length > 0 && h('ul', { class: 'rows' }, alone.map((lot) => h(Row, { key: lot.placeId, lot, value: lots.get(lot.placeId) }))),
    roots.filter(({ type }) => type !== 'LOT').map((place) => h(Branch, { key: place.placeId, place, lots, level: 2 })),
  ];
}

/** @param place null: everything */
export function All({ places, place = null, counts }) {
  const inIt = place ? lotsIn(place) : places.roots.flatMap(lotsIn);
  return [
    place && h(Path, { places, place }),
    h('div', { class: 'title' },
      h(Title, null, place ? h('bdi', null, place.name) : words.all),
      place && h('a', { class: 'button quiet', href: `#/figures/${encodeURIComponent(place.placeId)}` }, words.figures)),
    h(Asked, { what: place?.placeId, bell: counts.bells.alarm, asks: () => get(withQuery('/v1/alarms', { placeId: place?.placeId, open: true, limit: 100 })) }, (alarms) =>
      h(Counted, { counts }, (lots) => [
        h(Tiles, { total: sum(inIt, lots), alarms }),
        inIt.length === 0 && h('p', { class: 'note' }, words.noLots),
        place ? h(Roots, { roots: place.children, lots }) : h(Roots, { roots: places.roots, lots }),
        h(Alarmed, { alarms, places }),
        h(Means, { values: inIt.map(({ placeId }) => lots.get(placeId)) }),
      ])),
  ];
}

/** What the marks beside the lots say, where one of them stands. */
function Means({ values }) {
  return [
    values.some(isSilent) && h('p', { class: 'soft' }, words.silentMeans),
    values.some((value) => value?.reporting.quiet > 0) && h('p', { class: 'soft' }, words.quietMeans),
  ];
}

/** What somebody should look at, wherever it is. */
function Alarmed({ alarms, places }) {
  if (!alarms?.items.length) return null;
  return h('section', { class: 'card alarms' },
    h('h2', null, words.openAlarms),
    h('ul', { class: 'plain' }, alarms.items.map(({ alarmId, kind, placeId, laneId, raisedAt }) =>
      h('li', { key: alarmId },
        h('strong', null, wordFor('alarmKinds', kind)), ' ',
        placeId && h('a', { href: `#/place/${encodeURIComponent(placeId)}` }, h('bdi', null, places.places.get(placeId)?.name ?? placeId)),
        laneId && [' · ', h('bdi', null, laneId)], ' · ', h(Ago, { iso: raisedAt })))));
}
