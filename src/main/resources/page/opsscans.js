// A lot's scans as they come in, newest first: granted or refused, and why, in words.

import { Component, h } from './preact.js';
import { listen } from './opslive.js';
import { Pill } from './opsparts.js';
import { at, inFours, reasonText, words } from './opswords.js';

const SHOWN = 30;
const SAID_MS = 4_000;

/** One scan in a line of text. */
export const scanText = ({ decision, direction, reason }) => (decision === 'GRANTED'
  ? words.granted(words.directions[direction] ?? '')
  : words.denied(reasonText(reason)));

/** @param where the name of its lot, where several are shown */
export function ScanLine({ scan, timeZone, where }) {
  const { decision, direction, reason, laneId, credentialId, sessionId, eventTime, receivedTime, flags } = scan;
  const granted = decision === 'GRANTED';
  return h('li', { class: `scan ${granted ? 'granted' : 'refused'}`, 'data-reason': reason },
    h('span', { class: 'mark', 'aria-hidden': true }, granted ? '✓' : '✕'),
    h('span', { class: 'said' }, h('strong', null, scanText(scan)),
      h('small', { class: 'soft' },
        [where, laneId, direction && !granted && words.directions[direction]].filter(Boolean).join(' · '),
        flags?.map((flag) => h(Pill, { key: flag }, words.flags[flag] ?? flag)))),
    h('time', { datetime: eventTime ?? receivedTime }, at(eventTime ?? receivedTime, timeZone, true)),
    h('span', { class: 'links' },
      credentialId && h('a', { href: `#/find?visualNumber=${inFours(credentialId)}`, dir: 'ltr' }, inFours(credentialId)),
      sessionId && h('a', { href: `#/session/${sessionId}` }, words.session)));
}

/** A barrier that somebody opened by hand, and why. */
function OpeningLine({ opening: { laneId, direction, reason, sessionId, eventTime }, timeZone }) {
  return h('li', { class: 'scan opened', 'data-opened': laneId },
    h('span', { class: 'mark', 'aria-hidden': true }, '↑'),
    h('span', { class: 'said' }, h('strong', null, words.openedByHand),
      h('small', { class: 'soft' }, [laneId, words.directions[direction]].filter(Boolean).join(' · '),
        reason && [' · ', h('bdi', null, reason)])),
    h('time', { datetime: eventTime }, at(eventTime, timeZone, true)),
    h('span', { class: 'links' }, sessionId && h('a', { href: `#/session/${sessionId}` }, words.session)));
}

/** What the lane's line says aloud. */
const spoken = (one) => `${one.laneId}: ${one.opened ? words.openedByHand : scanText(one)}`;

export class Scans extends Component {
  state = { scans: [], connected: null, said: '' };

  componentDidMount() {
    let began = null;
    this.stop = listen(`/v1/scans/stream?placeId=${encodeURIComponent(this.props.place.placeId)}`, {
      scan: (scan) => {
        began ??= Date.now();
        this.took({ ...scan, key: scan.decisionId }, Date.now() - began > SAID_MS);
      },
      opened: (opening) => {
        began ??= Date.now();
        this.took({ ...opening, opened: true, key: `#${opening.seq}` }, Date.now() - began > SAID_MS);
      },
    }, (connected) => this.setState({ connected }));
  }

  componentWillUnmount() {
    clearTimeout(this.saying);
    this.stop();
  }

  took(scan, aloud) {
    this.setState(({ scans }) => (scans.some(({ key }) => key === scan.key)
      ? null
      : { scans: [scan, ...scans].sort((a, b) => Date.parse(b.receivedTime) - Date.parse(a.receivedTime)).slice(0, SHOWN) }));
    // A busy lot is not read out scan by scan: the newest, every few seconds.
    if (aloud && !this.saying) {
      this.saying = setTimeout(() => {
        this.saying = null;
        const [newest] = this.state.scans;
        this.setState({ said: spoken(newest) });
      }, SAID_MS);
    }
  }

  render({ place }, { scans, connected, said }) {
    return h('section', { class: 'card scans', 'aria-labelledby': 'scans' },
      h('h2', { id: 'scans' }, words.lastScans),
      connected === false && h('p', { class: 'warn' }, words.scansLost),
      scans.length === 0 && h('p', { class: 'soft' }, words.noScans),
      h('ol', { class: 'plain' }, scans.map((one) => (one.opened
        ? h(OpeningLine, { key: one.key, opening: one, timeZone: place.timeZone })
        : h(ScanLine, { key: one.key, scan: one, timeZone: place.timeZone })))),
      h('p', { class: 'unseen', role: 'status' }, said));
  }
}
