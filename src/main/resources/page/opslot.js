// Everything about one lot: how many are inside, its lanes, what was scanned, what is wrong, and what can be done by hand.

import { Component, h } from './preact.js';
import { post } from './opsapi.js';
import { Alarms } from './opsalarms.js';
import { marksOf, Path } from './opsall.js';
import { Field, FormDialog, Reason } from './opsdialog.js';
import { Lanes } from './opslanes.js';
import { Ago, Bar, Counted, freeText, Title } from './opsparts.js';
import { Scans } from './opsscans.js';
import { Today } from './opstoday.js';
import { number, words } from './opswords.js';

function SetCount({ place, value, tell, onClose }) {
  return h(FormDialog, { title: words.setCount, explains: words.setCountWhy, sends: words.setCount, onClose,
    onSend: async ({ set, reason }) => {
      await post(`/v1/places/${encodeURIComponent(place.placeId)}/occupancy`, { set: Number(set), reason });
      tell(words.countIsSet(number(Number(set))));
    } },
    h(Field, { label: words.carsInside, name: 'set', type: 'number', inputmode: 'numeric', min: 0, max: 1_000_000, step: 1, required: true, defaultValue: value?.currentCount ?? '' }),
    h(Reason, { suggestions: words.setCountReasons }));
}

/** The number, large, read out when it changes. */
function Inside({ value, may, onSet }) {
  if (!value) return h('section', { class: 'card inside' }, h('p', { class: 'soft' }, words.waiting));
  return h('section', { class: `card inside${value.reporting.silent > 0 ? ' old' : ''}`, 'aria-labelledby': 'inside' },
    h('h2', { id: 'inside' }, words.inside),
    h('p', { class: 'large', role: 'status' },
      h('strong', { id: 'count' }, number(value.currentCount)),
      value.capacity === null ? null : h('small', null, ` / ${number(value.capacity)}`)),
    h(Bar, { count: value.currentCount, capacity: value.capacity }),
    h('p', { class: 'below' }, h('span', { class: 'free' }, freeText(value)),
      h('span', { class: 'soft' }, words.changed, ' ', h(Ago, { iso: value.updatedAt }))),
    value.reporting.silent > 0 && h('p', { class: 'warn' }, words.silentWhy),
    may('setCount') && h('button', { type: 'button', class: 'quiet', id: 'set-count', onClick: onSet }, words.setCount));
}

export class Lot extends Component {
  state = { setting: false };

  render({ place, places, counts, may, tell }, { setting }) {
    return [
      h(Path, { places, place }),
      h(Counted, { counts }, (lots) => {
        const value = lots.get(place.placeId);
        return [
          h('div', { class: 'title' },
            h(Title, null, h('bdi', null, place.name)),
            h('span', { class: 'marks' }, marksOf(value, place)),
            h('a', { class: 'button quiet', href: `#/figures/${encodeURIComponent(place.placeId)}` }, words.figures)),
          h('div', { class: 'lot' },
            h('div', { class: 'side' },
              h(Inside, { value, may, onSet: () => this.setState({ setting: true }) }),
              h(Today, { place })),
            h('div', { class: 'middle' },
              h(Alarms, { place, may, tell }),
              h(Lanes, { place, may, tell })),
            h(Scans, { place })),
          setting && h(SetCount, { place, value, tell, onClose: () => this.setState({ setting: false }) }),
        ];
      }),
    ];
  }
}
