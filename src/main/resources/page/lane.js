// The attendant's page: a phone as a hand-held lane. What it shows follows from one state:
//
//   no lane key     how to bind one
//   a lane          what was asked last and what to do now; what waits; what happened
//
// It has no pack and decides nothing by itself: with no network the attendant decides, and the page keeps what was done and tells it.

import { ahead, now, setAhead } from './clock.js';
import en from './enlane.js';
import { Bind, Reading } from './lanebind.js';
import { canLook, shrunk } from './lanecamera.js';
import { Card, Count } from './lanecard.js';
import {
  askAgain, askWhy, heartbeat, insist, keyIn, messageNow, occupancy, passage, Refused, report, scan, tell, Unheard,
} from './lanegate.js';
import { listen } from './lanelisten.js';
import { FromOperator, Log, Passages, Waiting } from './lanelists.js';
import { bindLane, boundLane, refreshLane, unbindAll } from './lanebound.js';
import { nextSeq, told, wait, waiting } from './lanestore.js';
import { Ask, Asked } from './lanewhy.js';
import { Component, h, render } from './preact.js';
import { allowSound, signal } from './signal.js';
import { choose, others, speak, words } from './words.js';
import { onWedge } from './wedge.js';
import zh from './zhlane.js';

const BEAT_MS = 30_000;
const TICK_MS = 1_000;
const MOST_LOG = 12;
const MOST_ASKED = 6;
const ASKED = 'parkgate-lane.asked';
const MOST_AT_ONCE = 500;

/** Also where the page was not opened over HTTPS, in which browsers have no crypto.randomUUID. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const timeNow = () => new Date(now()).toISOString();

class Lane extends Component {
  state = { ready: false, offline: !navigator.onLine, items: [], passages: [], log: [], obeyed: [], asked: [], asking: null };

  async componentDidMount() {
    addEventListener('hashchange', () => this.linked());
    addEventListener('online', () => this.beat());
    addEventListener('offline', () => this.setState({ offline: true }));
    addEventListener('pointerdown', allowSound);
    addEventListener('keydown', allowSound);
    addEventListener('paste', (event) => this.given(event, event.clipboardData));
    addEventListener('dragover', (event) => event.preventDefault());
    addEventListener('drop', (event) => this.given(event, event.dataTransfer));
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.setState({ install: event });
    });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.seen());
    onWedge((code) => (this.state.bound ? this.take({ code }) : this.bind(code)));
    this.setState({ canLook: await canLook() });
    try {
      const bound = await boundLane();
      setAhead(bound?.aheadMs ?? 0); // of a clock that is wrong, when nobody can be heard
      this.setState({ bound, items: await waiting(bound?.lane.laneId) });
      await this.linked();
    } catch {
      this.setState({ noStorage: true });
    }
    this.setState({ ready: true });
    this.seen();
    this.follow();
    setInterval(() => this.beat(), BEAT_MS);
    setInterval(() => this.tick(), TICK_MS);
    navigator.serviceWorker?.register('/lane/worker.js', { scope: '/lane' });
  }

  // ── Whose lane it is ───────────────────────────────────────────────────────────────────────────────────────────────

  /** A key in the address is taken out of it before anything else: addresses are kept, shown and shared. */
  async linked() {
    const { hash } = location;
    if (!hash) return;
    history.replaceState(null, '', '/lane');
    await this.bind(hash);
  }

  async bind(text) {
    const key = keyIn(text);
    if (!key) return this.setState({ bindProblem: 'noKey', camera: false });
    try {
      const { lane } = await heartbeat(key, this.state.items.length);
      this.leave();
      await bindLane({ key, lane, aheadMs: ahead() });
      const items = await waiting(lane.laneId);
      await new Promise((shown) => this.setState({ bound: { key, lane }, items, bindProblem: null, camera: false, offline: false }, shown));
      this.follow();
      this.beat();
      await navigator.storage?.persist?.();
    } catch (failure) {
      this.setState({ bindProblem: failure instanceof Unheard ? 'unheard' : failure.problem ?? 'other', camera: false });
    }
    return undefined;
  }

  async unbind() {
    await unbindAll();
    this.leave();
  }

  leave() {
    this.following?.abort();
    sessionStorage.removeItem(ASKED);
    this.setState({ asked: [], asking: null, bound: null, items: [], current: null, passages: [], counts: null, command: null, message: null, unbinding: false });
  }

  /** Listens to the operator. */
  follow() {
    this.following?.abort();
    if (!this.state.bound) return;
    this.following = new AbortController();
    listen(this.state.bound.key, this.following.signal, (event, data) => {
      if (event === 'open') this.told(data);
      if (event === 'message') {
        this.setState({ message: data });
        signal('look');
      }
      if (event === 'config' || event === 'lost') this.beat(); // is anybody there?
    });
  }

  told(command) {
    if (this.state.obeyed.includes(command.commandId)) return;
    this.setState({ command: { ...command, endsMs: Date.now() + command.ttlMs } });
    signal('look');
  }

  async report(result) {
    const { command, obeyed, bound } = this.state;
    this.setState({ command: null, obeyed: [...obeyed, command.commandId].slice(-50) });
    this.note(result === 'OPENED' ? { sign: '✓', say: 'openedFor', about: command.reason } : { sign: '✕', say: 'couldNot' });
    await insist(() => report(bound.key, command.commandId, result), new AbortController().signal, () => {}).catch(() => {});
  }

  // ── Signs of life ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** The page came to the front. */
  seen() {
    navigator.wakeLock?.request('screen').catch(() => {});
    this.beat();
  }

  async beat() {
    const { bound, items } = this.state;
    if (!bound) return;
    try {
      const { lane } = await heartbeat(bound.key, items.length);
      const counts = await occupancy(bound.key, lane.lotId);
      if (this.state.bound?.key !== bound.key) return; // another was bound meanwhile
      await refreshLane({ key: bound.key, lane, aheadMs: ahead() }).catch(() => {}); // storage fails: it goes on as it is
      this.setState({ bound: { key: bound.key, lane }, offline: false, keyGone: false, counts });
      await this.flush();
      await this.hearAnswers();
    } catch (failure) {
      if (failure instanceof Unheard) this.setState({ offline: true });
      else if (failure instanceof Refused) this.setState({ keyGone: failure.status === 401 || failure.status === 403 });
      else throw failure;
    }
  }

  tick() {
    const { command, message, passages } = this.state;
    if (command && Date.now() > command.endsMs) this.setState({ command: null });
    if (message && now() > Date.parse(message.until)) this.setState({ message: null });
    const open = passages.filter((each) => now() < Date.parse(each.expiresAt));
    if (open.length < passages.length) this.setState({ passages: open });
  }

  // ── A code ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A picture that is pasted or dropped anywhere: a screenshot of a code. */
  given(event, data) {
    const file = [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));
    if (!file && event.type === 'paste') return;
    event.preventDefault(); // the browser would leave the page for a file that is dropped
    if (file && this.state.bound) this.photo(file);
  }

  async photo(file) {
    const small = await shrunk(file);
    if (small) return this.take({ file: small });
    this.setState({ current: { refused: 'no-picture' } });
    return signal('again');
  }

  /** `what`: a code, or a file with its picture. */
  async take(what) {
    const { current, bound } = this.state;
    if (current?.passage) this.setState({ passages: [...this.state.passages, current.passage] });
    const asked = { laneId: bound.lane.laneId, scanId: uuid(), eventTime: timeNow(), deviceSeq: nextSeq(), ...what };
    const stop = new AbortController();
    this.setState({ current: { scan: asked, stop } });
    scrollTo(0, 0);
    try {
      const decision = await insist(() => scan(bound.key, asked), stop.signal, () => this.unheard(asked, stop));
      if (stop.signal.aborted) return; // what was done by hand is told, whatever was answered meanwhile
      await this.settled(asked);
      this.decided(asked, decision);
    } catch (failure) {
      if (failure instanceof Unheard) return; // it waits, for the network or for what the attendant did
      if (!(failure instanceof Refused)) throw failure;
      if (stop.signal.aborted) return;
      await this.settled(asked);
      this.update(asked, { refused: failure.status === 401 ? 'key' : failure.problem });
      signal('again');
    }
  }

  /** Into the answer that is shown, when that is still this one's. */
  update(asked, more) {
    if (this.state.current?.scan === asked) this.setState({ current: { ...this.state.current, ...more } });
  }

  async unheard(asked, stop) {
    if (stop.signal.aborted) return;
    if (!this.state.current?.unheard) signal('look');
    this.setState({ offline: true });
    this.update(asked, { unheard: true });
    // What cannot be read here cannot be told later either.
    if (!asked.file) await this.waits({ kind: 'scan', ...asked });
  }

  /** What waits; what is known of it where the browser's storage fails. */
  waiting() {
    return waiting(this.state.bound?.lane.laneId).catch(() => this.state.items);
  }

  /** False: it is not kept, since too much waits or the browser's storage fails, and the page says that paper is needed. */
  async waits(item) {
    const kept = await wait({ laneId: this.state.bound?.lane.laneId, ...item }).catch(() => false);
    this.setState({ items: await this.waiting(), full: !kept });
    return kept;
  }

  async settled({ deviceSeq }) {
    await told(deviceSeq).catch(() => {}); // storage fails: an answer is shown all the same
    this.setState({ items: await this.waiting(), offline: false, full: false });
  }

  decided(asked, decision) {
    const granted = decision.decision === 'GRANTED';
    const expiresAt = granted && decision.passage?.expiresAt;
    const due = expiresAt ? { decisionId: decision.decisionId, expiresAt, eventTime: asked.eventTime } : null;
    if (this.state.current?.scan === asked) this.update(asked, { decision, passage: due });
    else if (due) this.setState({ passages: [...this.state.passages, due] });
    if (decision.occupancy) this.setState({ counts: decision.occupancy });
    const unread = decision.codeFound === false;
    signal(granted ? 'granted' : unread ? 'again' : 'denied');
    const { scanId } = asked;
    if (granted) this.note({ sign: '✓', say: decision.direction === 'EXIT' ? 'letOut' : 'letIn', scanId });
    else this.note(unread ? { sign: '↻', say: 'noCode', scanId } : { sign: '✕', say: 'reason', about: decision.reason, scanId });
    this.flush();
  }

  /** What the attendant did with a car that nobody was heard about. */
  async byHand(item, opened) {
    const shown = () => this.state.current?.scan?.deviceSeq === item.deviceSeq && this.state.current;
    if (shown()) shown().stop.abort(); // first of all: no answer counts any more
    const direction = this.direction();
    let kept = true;
    if (!item.file) {
      kept = await this.waits({ ...item, kind: 'scan', direction, offlineDecision: opened ? 'GRANTED' : 'DENIED' });
    } else if (opened) {
      const { laneId, scanId, eventTime, deviceSeq } = item;
      kept = await this.waits({ kind: 'passage', laneId, deviceSeq, json: { passageId: scanId, direction, deviceSeq, eventTime, reason: 'opened by hand, no network' } });
    }
    if (!kept) return; // nobody is promised that it is told
    if (shown()) this.setState({ current: { scan: shown().scan, done: opened } });
    this.note(opened ? { sign: '✓', say: 'iOpened' } : { sign: '✕', say: 'iSentAway' });
    this.flush();
  }

  direction() {
    const { bound, way } = this.state;
    return bound.lane.direction === 'REVERSIBLE' ? way ?? 'ENTRY' : bound.lane.direction;
  }

  async passed(due, outcome) {
    this.setState({ passages: this.state.passages.filter((each) => each !== due) });
    if (this.state.current?.passage === due) this.setState({ current: { ...this.state.current, passage: null } });
    await this.waits({ kind: 'passage', deviceSeq: nextSeq(), json: { decisionId: due.decisionId, outcome, eventTime: timeNow() } });
    this.note(outcome === 'CONFIRMED' ? { sign: '✓', say: 'passed' } : { sign: '↩', say: 'stayed' });
    this.flush();
  }

  // ── Why ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** For a driver without a phone. Another car may be asked about meanwhile. */
  why() {
    const { decision, scan: { eventTime } } = this.state.current;
    this.setState({ asking: { messageId: uuid(), decisionId: decision.decisionId, reason: decision.reason, at: eventTime } });
  }

  whyAgain({ messageId, decision }) {
    this.setState({ asking: { messageId, again: true, reason: decision.reason, at: decision.eventTime } });
  }

  async sendWhy({ messageId, decisionId, again }, text) {
    const { key } = this.state.bound;
    let message;
    try {
      message = await (again ? askAgain(key, messageId, text) : askWhy(key, messageId, decisionId, text));
    } catch (failure) {
      throw failure instanceof Unheard ? { problem: 'no-network' } : failure;
    }
    this.setState({ asking: null });
    this.asked([message, ...this.state.asked.filter((each) => each.messageId !== messageId)]);
  }

  /** The newest first. Their ids outlive a page that the phone puts away, not its window; what was written stays with the service. */
  asked(messages) {
    const asked = messages.slice(0, MOST_ASKED);
    sessionStorage.setItem(ASKED, JSON.stringify(asked.map(({ messageId }) => messageId)));
    this.setState({ asked });
  }

  async hearAnswers() {
    const { bound: { key }, asked } = this.state;
    const ids = asked.length > 0 ? asked.filter(({ status }) => status === 'OPEN').map(({ messageId }) => messageId)
      : JSON.parse(sessionStorage.getItem(ASKED) ?? '[]');
    if (ids.length === 0) return;
    const heard = new Map();
    for (const id of ids) heard.set(id, await messageNow(key, id));
    if (this.state.bound?.key !== key) return; // another was bound meanwhile
    const known = this.state.asked;
    if (known.some(({ messageId }) => heard.get(messageId)?.status === 'ANSWERED')) signal('look');
    this.asked(known.length > 0 ? known.map((each) => heard.get(each.messageId) ?? each) : [...heard.values()]);
  }

  // ── What waits ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Tells what is kept, in order, as long as somebody hears it. */
  async flush() {
    if (this.flushing || !this.state.bound) return;
    this.flushing = true;
    try {
      await this.flushScans(MOST_AT_ONCE);
      await this.flushPassages();
      this.setState({ offline: false });
    } catch (failure) {
      if (!(failure instanceof Unheard || failure instanceof Refused)) throw failure;
      if (failure instanceof Unheard) this.setState({ offline: true });
    } finally {
      this.flushing = false;
      this.setState({ items: await this.waiting(), full: false });
    }
  }

  async flushScans(most) {
    const { bound } = this.state;
    const scans = (await waiting(bound?.lane.laneId)).filter((each) => each.offlineDecision).slice(0, most);
    if (scans.length === 0) return;
    const { key, lane } = bound;
    let results;
    try {
      results = await tell(key, scans.map(({ scanId, code, eventTime, deviceSeq, offlineDecision, direction }) => ({
        scanId, code, eventTime, deviceSeq, offlineDecision, ...(lane.direction === 'REVERSIBLE' ? { direction } : {}),
      })));
    } catch (failure) {
      if (!(failure instanceof Refused) || failure.status === 401 || failure.status === 403) throw failure;
      if (scans.length > 1) return this.flushScans(1);
      await told(scans[0].deviceSeq);
      this.note({ sign: '✕', say: 'notTold', about: failure.message, at: scans[0].eventTime });
      return this.flushScans(most);
    }
    for (const [i, { status, flags = [] }] of results.entries()) {
      if (status === 'NOT_TAKEN') throw new Unheard();
      await told(scans[i].deviceSeq);
      const flagged = flags.filter((flag) => flag !== 'OFFLINE');
      const at = scans[i].eventTime;
      this.note(flagged.length > 0 ? { sign: '!', say: 'toldFlagged', about: flagged, at } : { sign: '✓', say: 'told', at });
    }
    return this.flushScans(most);
  }

  async flushPassages() {
    const { bound } = this.state;
    for (const { deviceSeq, json } of (await waiting(bound?.lane.laneId)).filter((each) => each.kind === 'passage')) {
      try {
        await passage(bound.key, json);
      } catch (failure) {
        if (!(failure instanceof Refused) || failure.status === 401 || failure.status === 403) throw failure;
        this.note({ sign: '✕', say: 'notTold', about: failure.message, at: json.eventTime });
      }
      await told(deviceSeq);
    }
  }

  /** What happened; `say` and `about` become words when they are shown, in the language of then. */
  note(what) {
    this.setState(({ log }) => ({ log: [{ id: nextSeq(), at: timeNow(), ...what }, ...log].slice(0, MOST_LOG) }));
  }

  // ── What is shown ──────────────────────────────────────────────────────────────────────────────────────────────────

  head() {
    const { bound: { lane }, offline, items, way, counts } = this.state;
    const direction = this.direction();
    return h('header', null,
      h('div', null,
        h('h1', null, lane.lotName),
        h('p', { class: 'soft' }, words.laneIs, ' ', h('bdi', null, lane.laneId))),
      lane.direction === 'REVERSIBLE'
        ? h('div', { class: 'ways', role: 'group', 'aria-label': words.way },
          ['ENTRY', 'EXIT'].map((each) => h('button', {
            type: 'button', 'aria-pressed': String(each === (way ?? 'ENTRY')), onClick: () => this.setState({ way: each }),
          }, words.ways[each])))
        : h('p', { class: `badge ${direction.toLowerCase()}` }, words.ways[direction]),
      h('p', { class: `net ${offline ? 'off' : 'on'}`, role: 'status', id: 'net' }, offline ? words.offline : words.online,
        items.length > 0 && h('strong', null, words.waiting(items.length))),
      h(Count, { counts }));
  }

  main() {
    const { ready, noStorage, bound, keyGone, current, asking, asked } = this.state;
    if (noStorage) return h('main', { class: 'sheet' }, h('h1', null, words.noStorage), h('p', { class: 'warn', role: 'alert' }, words.noStorageWhy));
    if (!ready) return h('p', { class: 'making' }, words.asking);
    const camera = { camera: this.state.camera, canLook: this.state.canLook, onCamera: (on) => this.setState({ camera: on }) };
    if (!bound) return h(Bind, { ...camera, problem: this.state.bindProblem, onKey: (text) => this.bind(text) });
    const zone = bound.lane.timeZone;
    return h('main', { class: 'atlane' },
      this.head(),
      !isSecureContext && h('p', { class: 'warn' }, words.notSecure),
      keyGone && h('p', { class: 'warn', role: 'alert' }, words.keyGone),
      h('div', { class: 'front' },
        h(FromOperator, { ...this.state, onReport: (result) => this.report(result) }),
        h(Card, {
          current, direction: this.direction(), full: this.state.full,
          onPassage: (outcome) => this.passed(current.passage, outcome),
          onDone: (opened) => this.byHand(current.scan, opened),
          mayAsk: !asking && !asked.some(({ decisionId }) => decisionId === current?.decision?.decisionId),
          onAsk: () => this.why(),
        }),
        asking && h(Ask, { key: asking.messageId, asking, zone, onSend: (text) => this.sendWhy(asking, text), onBack: () => this.setState({ asking: null }) })),
      h('div', { class: 'beside' },
        h(Reading, { ...camera, onCode: (code) => this.take({ code }), onFile: (file) => this.photo(file) }),
        h(Passages, { passages: this.state.passages, zone, onPassage: (due, outcome) => this.passed(due, outcome) }),
        h(Waiting, {
          zone,
          items: this.state.items.filter((each) => each.deviceSeq !== current?.scan?.deviceSeq || each.offlineDecision),
          onDone: (item, opened) => this.byHand(item, opened),
        }),
        h(Asked, { asked, zone, onAgain: (message) => this.whyAgain(message) }),
        h(Log, { ...this.state, zone })));
  }

  render() {
    const { install, bound, unbinding } = this.state;
    return [
      this.main(),
      h('footer', null,
        install && bound && h('button', { type: 'button', class: 'quiet', onClick: () => {
          install.prompt();
          this.setState({ install: null });
        } }, words.install),
        bound && !unbinding && h('button', { type: 'button', id: 'unbind', class: 'quiet', onClick: () => this.setState({ unbinding: true }) }, words.unbind),
        bound && unbinding && h('div', { class: 'card', role: 'alertdialog', 'aria-label': words.unbind },
          h('p', null, words.unbindSure),
          h('button', { type: 'button', class: 'quiet', onClick: () => this.unbind() }, words.unbind),
          h('button', { type: 'button', class: 'quiet', onClick: () => this.setState({ unbinding: false }) }, words.cancel)),
        others().map(({ tag, lang, name }) => h('button', { type: 'button', class: 'quiet', lang, onClick: () => {
          choose(tag);
          this.forceUpdate();
        } }, name))),
    ];
  }
}

speak({ en, zh });
render(h(Lane), document.getElementById('page'));
