// A lot's lanes: what each says of itself, and what can be done there by hand.

import { Component, h } from './preact.js';
import { post } from './opsapi.js';
import { BindPhone } from './opsbind.js';
import { Field, FormDialog, Reason } from './opsdialog.js';
import { listen } from './opslive.js';
import { Ago, Pill } from './opsparts.js';
import { number, wordFor, words } from './opswords.js';

const CLOCK_OFF_MS = 30_000;

function OpenLane({ lane, sessionId, tell, onClose }) {
  return h(FormDialog, { title: words.openLaneOf(lane.laneId), explains: words.openLaneWhy, sends: words.openLane, warns: true, onClose,
    onSend: async ({ reason, sessionId: given, direction }) => {
      const session = given.trim();
      const opened = await post(`/v1/lanes/${encodeURIComponent(lane.laneId)}/open`, {
        reason, ...(session ? { sessionId: session } : { unmatched: true }), ...(direction ? { direction } : {}),
      });
      tell(opened.delivered ? words.laneOpened(lane.laneId) : words.laneNotHeard(lane.laneId));
    } },
    h(Reason, { suggestions: words.openReasons }),
    lane.direction === 'REVERSIBLE' && h(Field, { label: words.direction, name: 'direction' }, (id) =>
      h('select', { id, name: 'direction', required: true },
        ['ENTRY', 'EXIT'].map((each) => h('option', { value: each }, words.directions[each])))),
    h(Field, { label: words.sessionOptional, hint: words.sessionHint, name: 'sessionId', defaultValue: sessionId ?? '', pattern: '\\s*[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\s*', spellcheck: false, dir: 'ltr' }));
}

function Message({ lane, tell, onClose }) {
  return h(FormDialog, { title: words.messageTo(lane.laneId), explains: words.messageWhy, sends: words.show, onClose,
    onSend: async ({ line1, line2, seconds }) => {
      const shown = await post(`/v1/lanes/${encodeURIComponent(lane.laneId)}/message`, { line1, ...(line2 ? { line2 } : {}), seconds: Number(seconds) });
      tell(shown.delivered ? words.messageShown : words.laneNotHeard(lane.laneId));
    } },
    h(Field, { label: words.line1, name: 'line1', required: true, maxlength: 64 }),
    h(Field, { label: words.line2, name: 'line2', maxlength: 64 }),
    h(Field, { label: words.seconds, name: 'seconds', type: 'number', min: 1, max: 600, required: true, defaultValue: 60 }));
}

const Fact = ({ name, children }) => [h('dt', null, name), h('dd', null, children)];

function clockText({ clockOffsetMs }) {
  if (clockOffsetMs === null) return '–';
  const seconds = Math.abs(clockOffsetMs) / 1000;
  const sign = seconds < 0.05 ? '' : clockOffsetMs < 0 ? '−' : '+';
  const text = `${sign}${number(seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds))} s`;
  return Math.abs(clockOffsetMs) > CLOCK_OFF_MS ? h('strong', { class: 'bad' }, text) : text;
}

const loopText = (loops) => (loops
  ? ['arming', 'closing'].filter((each) => loops[each] && loops[each] !== 'NONE').map((each) => wordFor('loopStates', loops[each])).join(' / ') || words.loopStates.NONE
  : '–');

function Lane({ lane, may, onOpen, onMessage, onBind }) {
  const { laneId, direction, connected, barrier, loops, lastHeardAt, buffered, alarms } = lane;
  return h('li', { class: 'lane', 'data-lane': laneId },
    h('h3', null, h('bdi', null, laneId)),
    h('p', { class: 'marks' },
      h(Pill, null, words.directions[direction]),
      h(Pill, { tone: connected ? 'free' : 'few' }, connected ? words.listening : words.notListening),
      alarms.map((kind) => h(Pill, { key: kind, tone: 'none' }, wordFor('alarmKinds', kind)))),
    h('dl', { class: 'facts' },
      h(Fact, { name: words.barrier }, barrier ? h('span', { class: barrier === 'FAULT' ? 'bad' : null }, wordFor('barriers', barrier)) : '–'),
      h(Fact, { name: words.loop }, loopText(loops)),
      h(Fact, { name: words.clock }, clockText(lane)),
      h(Fact, { name: words.heard }, lastHeardAt ? h(Ago, { iso: lastHeardAt }) : words.never),
      buffered > 0 && h(Fact, { name: words.buffered }, number(buffered))),
    may('openLane') && h('div', { class: 'buttons' },
      h('button', { type: 'button', class: 'main open', 'aria-label': words.openLaneOf(laneId), onClick: onOpen }, words.openLane),
      h('button', { type: 'button', class: 'quiet say', 'aria-label': words.messageTo(laneId), onClick: onMessage }, words.message),
      may('bindPhone') && h('button', { type: 'button', class: 'quiet bind', 'aria-label': words.bindPhoneTo(laneId), onClick: onBind }, words.phone)));
}

const byId = (a, b) => a.laneId.localeCompare(b.laneId, undefined, { numeric: true });

export class Lanes extends Component {
  state = { asks: null, lanes: null, connected: null };

  componentDidMount() {
    this.stop = listen(`/v1/lanes/stream?placeId=${encodeURIComponent(this.props.place.placeId)}`,
      { lanes: ({ items }) => this.setState({ lanes: items.sort(byId) }) }, (connected) => this.setState({ connected }));
  }

  componentWillUnmount() {
    this.stop();
  }

  render({ place, may, tell }, { asks, lanes, connected }) {
    const asked = (Dialog, lane) => this.setState({ asks: { Dialog, lane } });
    return h('section', { class: 'card lanes', 'aria-labelledby': 'lanes' },
      h('h2', { id: 'lanes' }, words.lanes),
      connected === false && h('p', { class: 'warn' }, words.notNow),
      lanes === null && h('p', { class: 'soft' }, words.waiting),
      lanes?.length === 0 && h('p', { class: 'soft' }, words.noLanes),
      h('ul', { class: 'plain' }, lanes?.map((lane) =>
        h(Lane, { key: lane.laneId, lane, may, onOpen: () => asked(OpenLane, lane), onMessage: () => asked(Message, lane), onBind: () => asked(BindPhone, lane) }))),
      asks && h(asks.Dialog, { lane: asks.lane, placeId: place.placeId, tell, onClose: () => this.setState({ asks: null }) }));
  }
}
