// Who may park: found by a code's number, by whom it was given to, or by place; given, prolonged, ended.

import { Component, h } from './preact.js';
import { get, send, withQuery } from './opsapi.js';
import { Field, FormDialog, why } from './opsdialog.js';
import { CredentialCard } from './opscredential.js';
import { Give } from './opsgive.js';
import { PlaceChoice, Pill, Title } from './opsparts.js';
import { at, credentialIdIn, inFours, wordFor, words } from './opswords.js';
import { dayIn, endOf, zoneAt } from './opszone.js';

const LIMIT = 50;
const HOLDERS = 10;

async function search({ number, placeId, cursor }) {
  const credentialId = number ? credentialIdIn(number) : null;
  if (!number || credentialId) {
    const [page, credential] = await Promise.all([
      get(withQuery('/v1/rights', { credentialId, placeId, limit: LIMIT, cursor })),
      credentialId ? get(`/v1/credentials/${credentialId}`).catch(() => null) : null,
    ]);
    return { items: page.items, nextCursor: page.nextCursor, credential };
  }
  const { items } = await get(withQuery('/v1/credentials', { holderRef: number, limit: HOLDERS }));
  const pages = await Promise.all(items.map((each) => get(withQuery('/v1/rights', { credentialId: each.credentialId, placeId, limit: LIMIT }))));
  return { items: pages.flatMap((page) => page.items), nextCursor: null, credential: items.length === 1 ? items[0] : null };
}

/** With the version that was looked at, so that nobody's change is overwritten. */
const tagOf = async (rightId) => (await send('GET', `/v1/rights/${rightId}`)).headers.get('ETag');

function Extend({ right, places, onDone, onClose }) {
  const zone = zoneAt(places, right.placeId);
  return h(FormDialog, { title: words.extend, explains: words.extendWhy, sends: words.extend, onClose,
    onSend: async ({ until }) => {
      await send('PATCH', `/v1/rights/${right.rightId}`, { validUntil: endOf(until, zone) ?? null }, { 'If-Match': await tagOf(right.rightId) });
      onDone(words.extended);
    } },
    h(Field, { label: words.validUntil, hint: words.validUntilHint, name: 'until', type: 'date', defaultValue: dayIn(right.validUntil, zone) }));
}

function End({ right, onDone, onClose }) {
  return h(FormDialog, { title: words.endRight, explains: words.endRightWhy, sends: words.endRight, warns: true, onClose,
    onSend: async () => {
      await send('DELETE', `/v1/rights/${right.rightId}`, undefined, { 'If-Match': await tagOf(right.rightId) });
      onDone(words.rightEnded);
    } });
}

function validText({ validFrom, validUntil, recurring }, timeZone) {
  return [
    validFrom && Date.parse(validFrom) > Date.now() && words.validFromThen(at(validFrom, timeZone)),
    validUntil ? words.validUntilThen(at(validUntil, timeZone)) : words.always,
    ...(recurring ?? []).map(({ days, from, to }) => `${days.map((day) => words.weekdays[day]).join(' ')} ${from}–${to}`),
  ].filter(Boolean).join(' · ');
}

function Row({ right, places, may, onExtend, onEnd }) {
  const place = places.places.get(right.placeId);
  const over = right.validUntil && Date.parse(right.validUntil) < Date.now();
  return h('tr', { role: 'row', 'data-right': right.rightId, class: over ? 'over' : null },
    h('th', { scope: 'row', role: 'rowheader' }, h('a', { href: `#/find?visualNumber=${inFours(right.credentialId)}`, dir: 'ltr', class: 'mono' }, inFours(right.credentialId))),
    h('td', { role: 'cell' }, h('bdi', null, place?.name ?? right.placeId)),
    h('td', { role: 'cell' }, wordFor('rightTypes', right.type), right.poolId && h('small', { class: 'soft' }, ` · ${right.poolId}`)),
    h('td', { role: 'cell' }, over && h(Pill, { tone: 'few' }, words.over), ' ', validText(right, place?.timeZone)),
    h('td', { role: 'cell', class: 'buttons' }, may('giveRights') && [
      h('button', { type: 'button', class: 'quiet', 'aria-label': `${words.extend}: ${inFours(right.credentialId)}`, onClick: onExtend }, words.extend),
      h('button', { type: 'button', class: 'quiet', 'aria-label': `${words.endRight}: ${inFours(right.credentialId)}`, onClick: onEnd }, words.endRight),
    ]));
}

export class Rights extends Component {
  state = { found: null, problem: null, asks: null };

  componentDidMount() {
    this.search({ number: this.props.route.query.number });
  }

  componentDidUpdate(before) {
    if (before.route.hash !== this.props.route.hash) this.componentDidMount();
  }

  async search(question) {
    this.question = question;
    this.setState({ problem: null });
    try {
      this.setState({ found: await search(question) });
    } catch (refused) {
      this.setState({ problem: why(refused), found: null });
    }
  }

  sent(event) {
    event.preventDefault();
    const { number, placeId } = Object.fromEntries(new FormData(event.target));
    this.search({ number: number.trim(), placeId });
  }

  async more() {
    const { found } = this.state;
    const next = await search({ ...this.question, cursor: found.nextCursor });
    this.setState({ found: { ...next, credential: found.credential, items: [...found.items, ...next.items] } });
  }

  done(text) {
    this.props.tell(text);
    this.search(this.question);
  }

  render({ places, route, may, tell }, { found, problem, asks }) {
    const close = () => this.setState({ asks: null });
    return [
      h('div', { class: 'title' }, h(Title, null, words.rights),
        may('giveRights') && h('button', { type: 'button', class: 'main', id: 'give', onClick: () => this.setState({ asks: { Dialog: Give } }) }, words.give)),
      h('form', { class: 'card search', role: 'search', key: route.hash, onSubmit: (event) => this.sent(event) },
        h('div', { class: 'fields' },
          h(Field, { label: words.numberOrHolder, hint: words.numberOrHolderHint, name: 'number', maxlength: 200, defaultValue: route.query.number ?? '', spellcheck: false }),
          h(PlaceChoice, { places, label: words.place, none: words.anywhere })),
        h('div', { class: 'buttons' }, h('button', { class: 'main' }, words.find))),
      problem && h('p', { class: 'warn', role: 'alert' }, problem),
      found?.credential && h(CredentialCard, { credential: found.credential, may, tell, again: () => this.search(this.question) }),
      found && h('section', { class: 'card', 'aria-labelledby': 'found-rights' },
        h('h2', { id: 'found-rights', role: 'status' }, words.rightsFound(found.items.length, Boolean(found.nextCursor))),
        found.items.length > 0 && h('div', { class: 'scroll tall', tabindex: 0, role: 'region', 'aria-labelledby': 'found-rights' },
          h('table', { class: 'rights', role: 'table' },
            h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, [words.number_, words.place, words.kind, words.valid].map((head) => h('th', { scope: 'col', role: 'columnheader' }, head)),
              h('th', { scope: 'col', role: 'columnheader' }, h('span', { class: 'unseen' }, words.actions)))),
            h('tbody', { role: 'rowgroup' }, found.items.map((right) => h(Row, { key: right.rightId, right, places, may,
              onExtend: () => this.setState({ asks: { Dialog: Extend, right } }), onEnd: () => this.setState({ asks: { Dialog: End, right } }) }))))),
        found.nextCursor && h('button', { type: 'button', class: 'quiet', onClick: () => this.more() }, words.more)),
      asks && h(asks.Dialog, { right: asks.right, places, number: route.query.number, onClose: close, onDone: (text) => this.done(text) }),
    ];
  }
}
