// A stay or a refused scan, found by what somebody has at hand: the number below a code, the code itself, a plate, or when and where.

import { Component, h } from './preact.js';
import { post } from './opsapi.js';
import { CredentialCard } from './opscredential.js';
import { Field, why } from './opsdialog.js';
import { Pill, PlaceChoice, Title } from './opsparts.js';
import { ScanLine } from './opsscans.js';
import { at, inFours, long, number, words } from './opswords.js';
import { momentIn, zoneAt, zoneHint } from './opszone.js';

const WAYS = ['visualNumber', 'code', 'plate', 'time'];
const LIMIT = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const stayOf = ({ entry, exit, segments }) => {
  const from = entry?.eventTime ?? segments[0]?.from;
  const to = exit?.eventTime ?? segments.at(-1)?.to;
  return { from, to };
};

export const statusTone = { ACTIVE: 'free', COMPLETED: 'plain', INVALID: 'none' };

function SessionLine({ session, places }) {
  const { sessionId, placeId, status, credentialId, flags } = session;
  const place = places.places.get(placeId);
  const { from, to } = stayOf(session);
  return h('li', { class: 'stay' },
    h('a', { href: `#/session/${sessionId}` },
      h('strong', null, h('bdi', null, place?.name ?? placeId)), ' · ',
      from ? at(from, place?.timeZone) : words.notKnown, ' – ', to ? at(to, place?.timeZone) : status === 'ACTIVE' ? words.now : words.notKnown),
    h('span', { class: 'marks' },
      h(Pill, { tone: statusTone[status] }, words.sessionStatuses[status]),
      from && to && h(Pill, null, long(Date.parse(to) - Date.parse(from))),
      flags.map((flag) => h(Pill, { key: flag, tone: 'few' }, words.flags[flag] ?? flag))),
    credentialId && h('small', { class: 'soft', dir: 'ltr' }, inFours(credentialId)));
}

function Found({ found, places, may, tell, again }) {
  const { credential, sessions, scans, more } = found;
  const nothing = !credential && sessions.length === 0 && scans.length === 0;
  return [
    h('p', { class: 'unseen', role: 'status' }, words.foundSo(number(sessions.length), number(scans.length))),
    nothing && h('p', { class: 'note' }, words.foundNothing),
    credential && h(CredentialCard, { credential, may, tell, again }),
    sessions.length > 0 && h('section', { class: 'card', 'aria-labelledby': 'stays' },
      h('h2', { id: 'stays' }, words.sessions),
      h('ul', { class: 'plain stays' }, sessions.map((session) => h(SessionLine, { key: session.sessionId, session, places })))),
    scans.length > 0 && h('section', { class: 'card', 'aria-labelledby': 'found-scans' },
      h('h2', { id: 'found-scans' }, words.scans),
      h('ol', { class: 'plain' }, scans.map((scan) =>
        h(ScanLine, { key: scan.decisionId, scan, where: places.places.get(scan.placeId)?.name, timeZone: places.places.get(scan.placeId)?.timeZone })))),
    more && h('p', { class: 'soft' }, words.foundMore),
  ];
}

export class Find extends Component {
  state = { by: this.first(), busy: false, found: null, problem: null };

  first() {
    return WAYS.find((way) => this.props.route.query[way]) ?? 'visualNumber';
  }

  componentDidMount() {
    const given = this.props.route.query[this.state.by];
    if (given) this.ask({ [this.state.by]: given });
  }

  componentDidUpdate(before) {
    if (before.route.hash !== this.props.route.hash) {
      this.setState({ by: this.first() }, () => this.componentDidMount());
    }
  }

  async ask(question) {
    this.question = question;
    this.setState({ busy: true, problem: null });
    try {
      this.setState({ found: await post('/v1/find', { limit: LIMIT, ...question }), busy: false });
    } catch (refused) {
      this.setState({ problem: why(refused), found: null, busy: false });
    }
  }

  /** A stay is shown whole, a refusal here. */
  async numbered(id) {
    await this.ask({ id });
    const { found } = this.state;
    if (found?.scans.length === 0 && found.sessions.length === 1) location.hash = `#/session/${id}`;
  }

  sent(event) {
    event.preventDefault();
    const { what, placeId, from, to } = Object.fromEntries(new FormData(event.target));
    const { by } = this.state;
    const zone = zoneAt(this.props.places, placeId);
    if (by !== 'time' && UUID.test(what.trim())) { // a driver reads it out from the help page
      this.numbered(what.trim().toLowerCase());
      return;
    }
    this.ask(Object.fromEntries(Object.entries({
      ...(by === 'time' ? {} : { [by]: what.trim() }), placeId, from: momentIn(from, zone), to: momentIn(to, zone),
    }).filter(([, value]) => value)));
  }

  render({ places, route, may, tell }, { by, busy, found, problem, placeId }) {
    const hint = zoneHint(zoneAt(places, placeId));
    return [
      h(Title, null, words.find),
      h('form', { class: 'card search', role: 'search', key: route.hash, onSubmit: (event) => this.sent(event),
        onChange: ({ target }) => target.name === 'placeId' && this.setState({ placeId: target.value }) },
        h('fieldset', { class: 'ways' },
          h('legend', null, words.findBy),
          WAYS.map((way) => h('label', { class: 'way' },
            h('input', { type: 'radio', name: 'by', value: way, checked: by === way, onChange: () => this.setState({ by: way }) }), words.ways[way]))),
        h('div', { class: 'fields' },
          by !== 'time' && h(Field, { label: words.ways[by], hint: words.wayHints[by], name: 'what', required: true, maxlength: 2048, defaultValue: route.query[by] ?? '',
            spellcheck: false, autocapitalize: 'characters', dir: 'ltr', key: by }),
          h(PlaceChoice, { places, label: words.place, required: by === 'time', none: words.anywhere }),
          h(Field, { label: words.from, name: 'from', type: 'datetime-local', hint }),
          h(Field, { label: words.to, name: 'to', type: 'datetime-local', hint })),
        h('div', { class: 'buttons' }, h('button', { class: 'main', disabled: busy }, busy ? words.waiting : words.find))),
      problem && h('p', { class: 'warn', role: 'alert' }, problem),
      found && h(Found, { found, places, may, tell, again: () => this.ask(this.question) }),
    ];
  }
}
