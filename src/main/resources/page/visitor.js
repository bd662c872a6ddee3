// A code for a visitor: for where this phone may park itself, for some hours; the link goes out by the phone's own sharing. It stands
// here until the page is closed and is kept nowhere; another can be made until one is used. For whom it is only this phone knows.

import { Component, h } from './preact.js';
import { now } from './clock.js';
import { giveVisitor, takeBack } from './device.js';
import { keep, read } from './store.js';
import { moment, words } from './words.js';
import { zoneOf } from './zones.js';

const HOUR_MS = 3_600_000;
const HOURS = [2, 4, 8, 12, 24];

const endOf = (hours) => new Date(Math.floor((now() + hours * HOUR_MS) / 1000) * 1000);

/** Where a visitor may be let in, and for how many hours: of a right for a district each of its public lots, then all of it. */
function giving({ mine: { rights }, expiresAt }, lots) {
  const places = new Map();
  for (const { placeId, placeName, type, validFrom, validUntil } of rights) {
    if (!['PERMIT', 'RESERVATION'].includes(type) || Date.parse(validFrom) > now()) continue;
    const end = Math.min(Date.parse(expiresAt), validUntil ? Date.parse(validUntil) : Infinity);
    const hours = HOURS.filter((each) => endOf(each) <= end);
    const within = (lots ?? []).filter((lot) => lot.within.some((each) => each.placeId === placeId))
      .sort((one, other) => one.name.localeCompare(other.name, words.lang, { numeric: true }));
    const all = within.length > 0 ? words.visitorAll(placeName) : placeName;
    for (const [id, name] of [...within.map((lot) => [lot.placeId, lot.name]), [placeId, all]]) {
      if (hours.length > (places.get(id)?.hours.length ?? 0)) places.set(id, { placeId: id, placeName: name, hours });
    }
  }
  return [...places.values()];
}

class Share extends Component {
  state = { copied: false };

  async share() {
    const { link } = this.props;
    if (navigator.share) {
      await navigator.share({ title: words.visitorShared, url: link }).catch(() => {}); // closed without sending: it can be sent again
    } else {
      await navigator.clipboard.writeText(link);
      this.setState({ copied: true });
    }
  }

  render({ link }, { copied }) {
    return h('div', { class: 'made', role: 'status' },
      h('p', null, words.visitorMade),
      h('p', { class: 'link', dir: 'ltr' }, link),
      h('button', { type: 'button', class: 'main', onClick: () => this.share() },
        copied ? words.copied : navigator.share ? words.visitorShare : words.copyLink));
  }
}

export class Visitors extends Component {
  state = { writing: false, busy: false, problem: null, link: null, labels: {}, label: '', ending: null };
  wish = null;

  async componentDidMount() {
    this.setState({ labels: (await read('visitors').catch(() => null)) ?? {} });
  }

  /** Notes for whom it is, and forgets what is over. */
  async note(id, label) {
    const there = new Set((this.props.phone.mine.visitors ?? []).map(({ visitorId }) => visitorId));
    const labels = Object.fromEntries(Object.entries(this.state.labels).filter(([each]) => there.has(each)));
    if (label) labels[id] = label;
    this.setState({ labels, label: '' });
    await keep('visitors', labels).catch(() => {}); // without it only the name is missing
  }

  /** Sends, and says why it did not go; what is sent again is the same. */
  async say(send) {
    if (this.state.busy) return;
    this.setState({ busy: true, problem: null });
    try {
      const { json } = await send();
      this.setState({ writing: false, ending: null });
      if (json.claimUrl || json.visitorId === this.state.linked) this.setState({ link: json.claimUrl ?? null, linked: json.visitorId });
      this.wish = null;
      this.props.onSent();
    } catch (refused) {
      if (refused.problem !== 'no-network') this.wish = null;
      this.setState({ problem: refused.problem ?? 'other' });
    }
    this.setState({ busy: false });
  }

  give(event, rights) {
    event.preventDefault();
    const { place = rights[0].placeId, hours = rights[0].hours[0] } = this.state;
    const right = rights.find((each) => each.placeId === place) ?? rights[0];
    const span = right.hours.includes(hours) ? hours : right.hours[0];
    this.wish ??= { id: crypto.randomUUID(), placeId: right.placeId, until: endOf(span).toISOString() };
    const { id, placeId, until } = this.wish;
    this.say(async () => {
      const answer = await giveVisitor(this.props.phone, id, placeId, until);
      await this.note(id, this.state.label.trim());
      return answer;
    });
  }

  form(rights, { busy, place, hours, label }) {
    const right = rights.find((each) => each.placeId === place) ?? rights[0];
    const choose = (what) => {
      this.wish = null;
      this.setState(what);
    };
    return h('form', { class: 'why', onSubmit: (event) => this.give(event, rights) },
      h('label', null, words.visitorFor,
        h('input', {
          name: 'for', value: label, maxLength: 40, dir: 'auto', autocomplete: 'off', onInput: (event) => this.setState({ label: event.target.value }),
        }),
        h('small', null, words.visitorForHere)),
      h('label', null, words.visitorWhere,
        h('select', { value: right.placeId, onChange: (event) => choose({ place: event.target.value }) },
          rights.map(({ placeId, placeName }) => h('option', { value: placeId }, placeName)))),
      h('label', null, words.visitorUntil,
        h('select', { value: hours ?? right.hours[0], onChange: (event) => choose({ hours: Number(event.target.value) }) },
          right.hours.map((each) => h('option', { value: each }, words.visitorHours(each, moment(endOf(each), zoneOf(this.props.phone.mine, right.placeId))))))),
      h('button', { class: 'main', disabled: busy }, words.visitorMake),
      h('button', { type: 'button', class: 'quiet', onClick: () => this.setState({ writing: false, problem: null }) }, words.visitorNot));
  }

  given({ visitorId, placeId, placeName, validUntil, claimed }, { link, linked, busy, labels, ending }) {
    const { phone } = this.props;
    const label = labels[visitorId];
    return h('li', { key: visitorId }, h('div', null, h('bdi', null, label ?? placeName),
      h('small', null, label && [h('bdi', null, placeName), ' · '], `${words.until(moment(validUntil, zoneOf(phone.mine, placeId)))} · ${claimed ? words.visitorClaimed : words.visitorOpen}`),
      link && linked === visitorId && !claimed && h(Share, { key: link, link }),
      !claimed && linked !== visitorId && h('button', {
        type: 'button', class: 'quiet', disabled: busy,
        onClick: () => this.say(() => giveVisitor(phone, visitorId, placeId, validUntil)),
      }, words.visitorLink), ' ',
      ending === visitorId
        ? h('div', { class: 'message', role: 'alertdialog', 'aria-label': words.visitorTakeBack },
          h('p', null, words.visitorTakeBackSure),
          h('button', {
            type: 'button', class: 'quiet', disabled: busy, onClick: () => this.say(() => takeBack(phone, visitorId)),
          }, words.visitorTakeBack), ' ',
          h('button', { type: 'button', class: 'quiet', onClick: () => this.setState({ ending: null }) }, words.visitorNot))
        : h('button', { type: 'button', class: 'quiet', disabled: busy, onClick: () => this.setState({ ending: visitorId }) }, words.visitorTakeBack)));
  }

  render({ phone, lots }, state) {
    const { mine } = phone;
    const rights = mine.status === 'ACTIVE' ? giving(phone, lots) : [];
    const visitors = mine.visitors ?? []; // what was kept by an older page has none
    if (rights.length === 0 && visitors.length === 0) return null;
    return h('section', { class: 'card visitors' },
      h('h2', null, words.visitors),
      h('p', { class: 'soft' }, words.visitorWhy),
      h('ul', { class: 'lots' }, visitors.map((each) => this.given(each, state))),
      state.problem && h('p', { class: 'warn', role: 'alert' }, words.visitorRefused[state.problem] ?? words.visitorRefused.other),
      rights.length > 0 && (state.writing ? this.form(rights, state)
        : h('button', { type: 'button', class: visitors.length > 0 ? 'quiet give' : 'main give', onClick: () => this.setState({ writing: true, problem: null }) }, words.visitorGive)));
  }
}
