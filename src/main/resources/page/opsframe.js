// What stands around every view: where one is, who signed in, how fresh the numbers are.

import { Component, h } from './preact.js';
import { get } from './opsapi.js';
import { serviceNow } from './opslive.js';
import { Asked } from './opsparts.js';
import { may } from './opsrole.js';
import { ago, number, others, words } from './opswords.js';

const OLD_MS = 15_000; // the service tells each 5 s how fresh the numbers are

/** How fresh the counts are; said in words, and looked at each second. */
class Fresh extends Component {
  componentDidMount() {
    this.timer = setInterval(() => this.forceUpdate(), 1_000);
    this.props.counts.listeners.add(this.heard = () => this.forceUpdate());
  }

  componentWillUnmount() {
    clearInterval(this.timer);
    this.props.counts.listeners.delete(this.heard);
  }

  state_() {
    const { connected, asOfMs } = this.props.counts;
    const age = asOfMs === null ? null : serviceNow() - asOfMs;
    if (connected === null || (connected && age === null)) return ['waiting', words.connecting];
    if (!connected) return ['lost', age === null ? words.lost : words.lostSince(ago(age))];
    return age > OLD_MS ? ['old', words.numbersFrom(ago(age))] : ['live', words.live];
  }

  render() {
    const [state, text] = this.state_();
    return h('p', { class: 'fresh', role: 'status', 'data-state': state }, text);
  }
}

function Tab({ to, name, here }) {
  return h('a', { href: `#/${to}`, 'aria-current': here ? 'page' : null }, name);
}

/** How many wait for an answer, wherever one looks. */
function Messages({ here, counts }) {
  return h(Asked, { what: 'messages', bell: counts.bells.message, asks: () => get('/v1/messages?status=OPEN&limit=1') }, (answer) => {
    const waiting = answer?.open.number ?? 0;
    return h(Tab, { to: 'messages', here, name: [words.messages, waiting > 0 && h('span', { class: 'waits', 'aria-hidden': true }, number(waiting)),
      h('span', { class: 'unseen', role: 'status' }, waiting > 0 && words.messagesWait(number(waiting)))] });
  });
}

function Tabs({ view, counts }) {
  return h('nav', { class: 'tabs', 'aria-label': words.views },
    h(Tab, { to: '', name: words.all, here: ['all', 'place', 'figures', 'events'].includes(view) }),
    h(Tab, { to: 'find', name: words.find, here: ['find', 'session'].includes(view) }),
    may('readRights') && h(Tab, { to: 'rights', name: words.rights, here: ['rights', 'paper'].includes(view) }),
    h(Messages, { here: view === 'messages', counts }));
}

function Who({ signed, onOut, onPassword, onLanguage }) {
  return h('details', { class: 'who' },
    h('summary', null, h('bdi', null, signed.name)),
    h('div', { class: 'card' },
      h('p', { class: 'soft' }, words.roles[signed.role] ?? signed.role),
      h('button', { type: 'button', class: 'quiet', onClick: onPassword }, words.changePassword),
      h(Languages, { onLanguage }),
      h('button', { type: 'button', class: 'quiet', id: 'sign-out', onClick: onOut }, words.signOut)));
}

function Languages({ onLanguage }) {
  return others().map(({ tag, lang, name }) =>
    h('button', { type: 'button', class: 'quiet', lang, onClick: () => onLanguage(tag) }, name));
}

export function Frame({ signed, route, told, away, counts, onOut, onPassword, onLanguage, children }) {
  return [
    h('a', { class: 'skip', href: '#main', onClick: (event) => {
      event.preventDefault();
      document.querySelector('#main h1')?.focus();
    } }, words.skip),
    signed && h('header', { class: 'top' },
      h('a', { class: 'brand', href: '#/', 'aria-label': 'Parkgate' },
        h('img', { src: new URL('icon.svg', import.meta.url).pathname, alt: '', width: 28, height: 28 }), h('span', null, 'Parkgate')),
      h(Tabs, { ...route, counts, key: signed.name }),
      h(Fresh, { counts }),
      h(Who, { signed, onOut, onPassword, onLanguage })),
    away && h('p', { class: 'warn', role: 'alert' }, words.refused['no-network']),
    children,
    h('p', { class: 'told', role: 'status' }, told),
    !signed && h('footer', { class: 'languages' }, h(Languages, { onLanguage })),
  ];
}
