// The plots of a place, for a day or for many, each with its numbers as a table and as a file; and how healthy a lot is.

import { Component, h } from './preact.js';
import { get, withQuery } from './opsapi.js';
import { Path } from './opsall.js';
import { Numbers, Plot } from './opschart.js';
import { Field, why } from './opsdialog.js';
import { Health } from './opshealth.js';
import { serviceNow } from './opslive.js';
import { Asked, Title } from './opsparts.js';
import { lotsIn } from './opsplaces.js';
import { clockOf, Occupancy, PLOT_MS } from './opstoday.js';
import { long, number, reasonText, words } from './opswords.js';

const DAY_MS = 86_400_000;
const MANY_MS = 30_000; // somewhere in a city a count changes all the time

const hourOf = ({ start }, several) => (several ? `${start.slice(5, 10)} ${clockOf(start)}` : clockOf(start));

function Hours({ figures: { hours, from, to } }) {
  const several = from !== to;
  const labels = hours.map((each) => hourOf(each, several));
  return h(Plot, { type: 'bar', name: words.hoursPlot, labels,
    sets: [
      { name: words.entries, values: hours.map(({ entries }) => entries), tone: 'accent' },
      { name: words.exits, values: hours.map(({ exits }) => exits), tone: 'soft' },
    ],
    table: h(Numbers, { caption: words.hoursPlot, heads: [words.time, words.entries, words.exits, words.refusals],
      rows: hours.map((each, i) => [labels[i], number(each.entries), number(each.exits), number(each.refusals)]) }) });
}

function lengthText({ fromSeconds, toSeconds }) {
  const text = (seconds) => (seconds < 3600 ? words.minutes(seconds / 60) : seconds < 86_400 ? words.fullHours(seconds / 3600) : words.fullDays(seconds / 86_400));
  return toSeconds === null ? words.longerThan(text(fromSeconds)) : words.upTo(text(toSeconds));
}

function Stays({ figures: { stays } }) {
  const labels = stays.buckets.map(lengthText);
  if (stays.count === 0) return h('p', { class: 'soft' }, words.noStays);
  return [
    h('p', { class: 'soft' }, words.staysSo(number(stays.count), stays.medianSeconds === null ? '–' : long(stays.medianSeconds * 1000, true))),
    h(Plot, { type: 'bar', name: words.staysPlot, labels, sets: [{ name: words.staysPlot, values: stays.buckets.map(({ count }) => count), tone: 'accent' }],
      table: h(Numbers, { caption: words.staysPlot, heads: [words.lasted, words.stays], rows: stays.buckets.map(({ count }, i) => [labels[i], number(count)]) }) }),
  ];
}

function Refusals({ figures: { refusals } }) {
  if (refusals.length === 0) return h('p', { class: 'soft' }, words.noRefusals);
  return h(Plot, { type: 'bar', sideways: true, name: words.refusalsPlot, labels: refusals.map(({ reason }) => reasonText(reason)),
    sets: [{ name: words.refusals, values: refusals.map(({ count }) => count), tone: 'none' }],
    table: h(Numbers, { caption: words.refusalsPlot, heads: [words.reason, words.refusals], rows: refusals.map(({ reason, count }) => [reasonText(reason), number(count)]) }) });
}

const PLOTS = { occupancy: Occupancy, hours: Hours, stays: Stays, refusals: Refusals };

function Figure({ name, place, range, figures }) {
  return h('section', { class: 'card', 'aria-labelledby': `plot-${name}` },
    h('div', { class: 'heading' },
      h('h2', { id: `plot-${name}` }, words.plots[name]),
      h('a', { href: withQuery(`/v1/places/${encodeURIComponent(place.placeId)}/figures.csv`, { table: name, ...range }), download: '', 'aria-label': words.csvOf(words.plots[name]) }, 'CSV')),
    h(PLOTS[name], { figures }));
}

export class Figures extends Component {
  state = { range: {} };

  sent(event) {
    event.preventDefault();
    const { from, to } = Object.fromEntries(new FormData(event.target));
    this.setState({ range: { ...(from ? { from } : {}), ...(to ? { to } : {}) } });
  }

  /** Days that are over stay as they are; a day's margin, since the place's own may end later than ours. */
  live({ to }) {
    return !to || to >= new Date(serviceNow() - DAY_MS).toISOString().slice(0, 10);
  }

  render({ place, places, counts }, { range }) {
    const ids = new Set(lotsIn(place).map(({ placeId }) => placeId));
    const path = `/v1/places/${encodeURIComponent(place.placeId)}/figures`;
    return [
      h(Path, { places, place: { ...place, placeId: '', parentId: place.placeId } }),
      h(Title, null, words.figures, ': ', h('bdi', null, place.name)),
      h(Asked, { what: `${place.placeId} ${JSON.stringify(range)}`, bell: this.live(range) ? counts.bells.count : undefined, about: (placeId) => ids.has(placeId),
        afterMs: place.type === 'LOT' ? PLOT_MS : MANY_MS, asks: () => get(withQuery(path, range)) }, (figures, failed) => [
        h('form', { class: 'card search', onSubmit: (event) => this.sent(event) },
          h('div', { class: 'fields' },
            h(Field, { label: words.fromDay, name: 'from', type: 'date', defaultValue: range.from ?? figures?.from ?? '' }),
            h(Field, { label: words.toDay, name: 'to', type: 'date', defaultValue: range.to ?? figures?.to ?? '' }),
            h('button', { class: 'main' }, words.show))),
        failed && h('p', { class: 'warn', role: 'alert' }, why(failed)),
        !figures && !failed && h('p', { class: 'note' }, words.waiting),
        figures && h('div', { class: 'figures' }, Object.keys(PLOTS).map((name) => h(Figure, { key: name, name, place, range, figures }))),
      ]),
      place.type === 'LOT' && h(Health, { place }),
    ];
  }
}
