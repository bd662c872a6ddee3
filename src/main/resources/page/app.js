// The driver's page. What it shows follows from one state:
//
//   no HTTPS, no storage    says so
//   a claim link            offers to bind it to this phone
//   nothing                 says where a link comes from
//   a credential            its code, new each 15 s; help when the gate does not open

import { Component, h, render } from './preact.js';
import { Notice, None, Offer } from './claim.js';
import { now, setAhead } from './clock.js';
import { codeIn, leftOf, stepAt } from './code.js';
import { claim, Refused, tokenIn, view } from './device.js';
import en from './en.js';
import { Free, freeSpaces } from './free.js';
import { Lost, Recovery } from './lost.js';
import { Inside, Mine } from './mine.js';
import { Help, Shown } from './shown.js';
import { alter, keep, keepForGood, read } from './store.js';
import { choose, others, speak, words } from './words.js';
import zh from './zh.js';

const TICK_MS = 250;
const FREE_MS = 60_000;
const AT_GATE_MS = 5_000; // so often while the code may be in front of a reader: its driver sees that the car is inside
const AT_GATE_FOR_MS = 180_000;
const AWAY_MS = 8_000; // and up to half as long again: not every browser says that there is a network again, nor when it carries

class App extends Component {
  state = { ready: false, offline: !navigator.onLine };
  shownStep = null;

  async componentDidMount() {
    addEventListener('hashchange', () => this.linked(location.hash));
    addEventListener('online', () => this.connected());
    addEventListener('offline', () => this.setState({ offline: true }));
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.setState({ install: event });
    });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.seen());
    if (!isSecureContext) return;
    try {
      const [phone, free] = await Promise.all([read('credential'), read('free')]);
      this.setState({ free });
      await this.has(phone);
    } catch {
      this.setState({ noStorage: true });
    }
    this.linked(location.hash);
    this.setState({ ready: true });
    setInterval(() => this.tick(), TICK_MS);
    setInterval(() => this.ask(), FREE_MS);
    setInterval(() => document.visibilityState === 'visible' && Date.now() - this.frontMs < AT_GATE_FOR_MS && this.askMine(), AT_GATE_MS);
    navigator.serviceWorker?.register('/app/worker.js', { scope: '/app' });
  }

  /** From now on this is the phone's credential. */
  async has(phone) {
    if (!phone) return;
    setAhead(phone.aheadMs);
    this.shownStep = null;
    this.setState({ phone, token: null, keyLost: false, text: null });
    await this.tick(phone);
    this.seen();
    this.setState({ notKept: !(await keepForGood()) });
  }

  linked(hash) {
    const token = tokenIn(hash);
    if (token) this.setState({ token, problem: null, help: false, lost: false });
  }

  connected() {
    this.setState({ offline: false });
    this.ask();
  }

  /** The page came to the front: the screen stays on, numbers are asked anew. */
  seen() {
    this.frontMs = Date.now();
    this.tick();
    this.ask();
    if (this.state.phone || this.shownStep) navigator.wakeLock?.request('screen').catch(() => {});
  }

  async ask() {
    if (document.visibilityState !== 'visible') return;
    const [free, heard] = await Promise.all([this.askFree(), this.askMine()]);
    const offline = !free || free.away || heard === false;
    this.setState({ free, offline });
    clearTimeout(this.retry);
    if (offline) this.retry = setTimeout(() => this.ask(), AWAY_MS * (1 + Math.random() / 2));
  }

  /** The free spaces; those of before, then `away`, where nobody answers; null where there are none of before. */
  async askFree() {
    const free = navigator.onLine ? await freeSpaces() : null;
    if (free) {
      await keep('free', free);
      return free;
    }
    return this.state.free ? { ...this.state.free, away: true } : null;
  }

  /** What the service knows of this phone; what it said last stays when it says nothing. False when nobody was heard. */
  async askMine() {
    const { phone } = this.state;
    if (!phone || !navigator.onLine) return undefined;
    try {
      const mine = await view(phone);
      if (this.state.phone.credentialId !== phone.credentialId) return true; // another was claimed meanwhile
      setAhead(mine.aheadMs);
      await this.keepOf(phone, (kept) => ({ ...kept, aheadMs: mine.aheadMs, mine }));
      return true;
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      return refused.problem !== 'no-network';
    }
  }

  async tick(phone = this.state.phone) {
    if (!phone) return;
    const at = now();
    const step = stepAt(at);
    this.setState({ leftMs: leftOf(at), over: at >= Date.parse(phone.expiresAt) });
    if (step === this.shownStep) return;
    this.shownStep = step;
    try {
      const text = await codeIn(step, phone.code, phone.key);
      if (step === this.shownStep) this.setState({ text });
    } catch {
      this.setState({ keyLost: true });
    }
  }

  async claim(token = this.state.token) {
    this.setState({ busy: true, problem: null });
    try {
      const phone = await claim(token);
      history.replaceState(null, '', '/app');
      await this.has(phone);
    } catch (refused) {
      this.setState({ problem: refused.problem ?? 'other' });
    }
    this.setState({ busy: false });
  }

  /** Its driver has the recovery code; this phone needs it no more. */
  async written() {
    await this.keepOf(this.state.phone, ({ recovery, ...phone }) => phone);
  }

  /** Keeps something else of this credential. One that another tab has claimed since stays, its key is nowhere else, and is shown. */
  async keepOf(phone, change) {
    const kept = await alter('credential', (there = phone) => (there.credentialId === phone.credentialId ? change(there) : there));
    if (kept.credentialId === phone.credentialId) this.setState({ phone: kept });
    else await this.has(kept);
  }

  /** A lost phone's credential comes here; the link stays in the address until it is claimed. */
  async moved(token) {
    history.replaceState(null, '', `/app#${token}`);
    this.setState({ token, lost: false });
    await this.claim(token);
  }

  async copy() {
    await navigator.clipboard.writeText(`${location.origin}/claim#${this.state.token}`);
    this.setState({ copied: true });
  }

  main() {
    const { ready, noStorage, token, phone, help, lost } = this.state;
    if (!isSecureContext) return h(Notice, { title: words.notSecure, why: words.notSecureWhy });
    if (noStorage) return h(Notice, { title: words.noStorage, why: words.noStorageWhy });
    if (!ready) return h('p', { class: 'making' }, words.waiting);
    if (lost) return h(Lost, { onBack: () => this.setState({ lost: false }), onMoved: (found) => this.moved(found) });
    if (token) {
      return h(Offer, { ...this.state, replaces: Boolean(phone), onClaim: () => this.claim(), onCopy: () => this.copy() });
    }
    if (!phone) {
      return h(None, { ...this.state, onLink: (link) => {
        const found = tokenIn(link);
        this.setState({ token: found, noLink: !found });
      } });
    }
    if (help) return h(Help, { phone, onBack: () => this.setState({ help: false }) });
    return h('main', null, h(Shown, { ...this.state, onHelp: () => this.setState({ help: true }) }),
      h(Inside, { phone }),
      this.state.notKept && h('p', { class: 'card' }, words.notKept),
      phone.recovery && h(Recovery, { code: phone.recovery, onKept: () => this.written() }),
      h(Mine, { ...this.state, lots: this.state.free?.items, onSent: () => this.askMine() }), h(Free, this.state));
  }

  render() {
    const { install, lost } = this.state;
    return [
      this.main(),
      h('footer', null,
        install && this.state.phone && h('button', { type: 'button', class: 'quiet', onClick: () => {
          install.prompt();
          this.setState({ install: null });
        } }, words.install),
        isSecureContext && !lost && h('button', { type: 'button', class: 'quiet', id: 'lost', onClick: () =>
          this.setState({ lost: true }) }, words.lostPhoneButton),
        others().map(({ tag, lang, name }) => h('button', { type: 'button', class: 'quiet', lang, onClick: () => {
          choose(tag);
          this.forceUpdate();
        } }, name))),
    ];
  }
}

speak({ en, zh });
render(h(App), document.getElementById('page'));
