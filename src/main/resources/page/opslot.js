// Everything about one lot: how many are inside, its lanes, what was scanned, what is wrong, and what can be done by hand.

import { Component, h } from './preact.js';
import { post } from './opsapi.js';
import { Alarms } from './opsalarms.js';
import { marksOf, Path } from './opsall.js';
import { Field, FormDialog, Reason } from './opsdialog.js';
import { Lanes } from './opslanes.js';
import { Ago, Bar, Counted, freeText, Title } from './opsparts.js';
import { isSilent } from './opsplaces.js';
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

/** The stays too: where nobody is inside, none of them is true. */
function Reset({ place, tell, onClose }) {
  return h(FormDialog, { title: words.resetAll, explains: words.resetAllWhy, sends: words.resetAll, warns: true, onClose,
    onSend: async ({ reason }) => {
      await post(`/v1/places/${encodeURIComponent(place.placeId)}/inventory/reset`, { reason });
      tell(words.resetDone);
    } },
    h(Reason, { suggestions: words.resetReasons }));
}

/** The number, large, read out when it changes. */
function Inside({ value, may, onSet, onReset }) {
  if (!value) return h('section', { class: 'card inside' }, h('p', { class: 'soft' }, words.waiting));
  return h('section', { class: `card inside${isSilent(value) ? ' old' : ''}`, 'aria-labelledby': 'inside' },
    h('h2', { id: 'inside' }, words.inside),
    h('p', { class: 'large', role: 'status' },
      h('strong', { id: 'count' }, number(value.currentCount)),
      value.capacity === null ? null : h('small', null, ` / ${number(value.capacity)}`)),
    h(Bar, { count: value.currentCount, capacity: value.capacity }),
    h('p', { class: 'below' }, h('span', { class: 'free' }, freeText(value)),
      h('span', { class: 'soft' }, words.changed, ' ', h(Ago, { iso: value.updatedAt }))),
    isSilent(value) && h('p', { class: 'warn' }, words.silentMeans),
    value.reporting.quiet > 0 && h('p', { class: 'soft' }, words.quietMeans),
    may('setCount') && h('div', { class: 'buttons' },
      h('button', { type: 'button', class: 'quiet', id: 'set-count', onClick: onSet }, words.setCount),
      h('button', { type: 'button', class: 'quiet', id: 'reset', onClick: onReset }, words.resetAll)));
}

export class Lot extends Component {
  state = { setting: false, resetting: false };

  render({ place, places, counts, may, tell }, { setting, resetting }) {
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
              h(Inside, { value, may, onSet: () => this.setState({ setting: true }), onReset: () => this.setState({ resetting: true }) }),
              h(Today, { place, counts })),
            h('div', { class: 'middle' },
              h(Alarms, { place, counts, may, tell }),
              h(Lanes, { place, may, tell })),
            h(Scans, { place })),
          resetting && h(Reset, { place, tell, onClose: () => this.setState({ resetting: false }) }),
          setting && h(SetCount, { place, value, tell, onClose: () => this.setState({ setting: false }) }),
        ];
      }),
    ];
  }
}
