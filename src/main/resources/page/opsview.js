// Which view an address shows.

import { h } from './preact.js';
import { All } from './opsall.js';
import { EventsBehind } from './opsevents.js';
import { Figures } from './opsfigures.js';
import { Find } from './opsfind.js';
import { Lot } from './opslot.js';
import { Messages } from './opsmessages.js';
import { Paper } from './opspaper.js';
import { Title } from './opsparts.js';
import { Rights } from './opsrights.js';
import { Session } from './opssession.js';
import { words } from './words.js';

const VIEWS = {
  all: { View: All },
  find: { View: Find },
  session: { View: Session },
  rights: { View: Rights, needs: 'readRights' },
  messages: { View: Messages },
  events: { View: EventsBehind },
  paper: { View: Paper, needs: 'papers' },
};

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
  if (view === 'figures') {
    const place = props.places.places.get(id);
    return place ? h(Figures, { ...props, place, key: id }) : h(Missing);
  }
  const found = VIEWS[view];
  return found && props.may(found.needs ?? 'look') ? h(found.View, { ...props, key: id ?? view }) : h(Missing);
}

function Missing() {
  return [h(Title, null, words.missing), h('p', null, h('a', { href: '#/' }, words.all))];
}
