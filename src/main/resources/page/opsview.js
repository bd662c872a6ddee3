// Which view an address shows.

import { h } from './preact.js';
import { All } from './opsall.js';
import { Lot } from './opslot.js';
import { Title } from './opsparts.js';
import { words } from './words.js';

export function View({ route, places, ...rest }) {
  const props = { route, places, ...rest };
  return h('main', { id: 'main', class: `view-${route.view}` }, places === null ? h('p', { class: 'note', role: 'status' }, words.waiting) : shown(props));
}

function shown(props) {
  const { view, id } = props.route;
  if (view === 'place') {
    const place = props.places.places.get(id);
    if (!place) return h(Missing);
    return place.type === 'LOT' ? h(Lot, { ...props, place, key: id }) : h(All, { ...props, place, key: id });
  }
  if (view === 'all') return h(All, { ...props, key: 'all' });
  return h(Missing);
}

function Missing() {
  return [h(Title, null, words.missing), h('p', null, h('a', { href: '#/' }, words.all))];
}
