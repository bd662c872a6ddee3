// The operator's page. What is shown follows from who signed in and from what stands behind the # of the address:
//
//   #/                    all places that this person may see
//   #/place/{placeId}     a city, a district: the same below it; a lot: everything about it
//   #/figures/{placeId}   its plots
//   #/events/{placeId}    the events behind a day's indicator of a lot's health
//   #/find                sessions and scans
//   #/session/{id}        one stay
//   #/rights              who may park
//   #/paper/{id}          the sheet to print
//   #/messages            what drivers ask

import { Component, h, render } from './preact.js';
import { onSessionOver } from './opsapi.js';
import { Counts } from './opslive.js';
import { readPlaces } from './opsplaces.js';
import { may, setRole } from './opsrole.js';
import { Frame } from './opsframe.js';
import { me, NewPassword, SignIn, signOut } from './opssign.js';
import { View } from './opsview.js';
import en from './opsen.js';
import zh from './opszh.js';
import { choose, speak } from './words.js';

const TOLD_MS = 6_000;
const PLACES_AGAIN_MS = 2_000;

class Ops extends Component {
  state = { ready: false, signed: null, told: null, places: null, route: routeOf(location.hash) };
  counts = new Counts();

  async componentDidMount() {
    addEventListener('hashchange', () => this.moved());
    onSessionOver(() => this.out(true));
    try {
      this.has(await me());
    } catch {
      this.setState({ away: true });
    }
    this.setState({ ready: true });
  }

  /** A new view begins at its top, and a screen reader at its heading. */
  moved() {
    this.setState({ route: routeOf(location.hash) }, () => {
      scrollTo(0, 0);
      document.querySelector('#main h1')?.focus({ preventScroll: true });
    });
  }

  has(signed) {
    setRole(signed?.role ?? null);
    this.setState({ signed, over: false }, () => {
      if (signed && !signed.mustChangePassword && !this.counts.stop) {
        this.counts.start(() => this.places());
        this.places();
      }
    });
  }

  /** Asked anew where the stream speaks of a lot that is not among them, not more often than each few seconds. */
  async places() {
    if (this.asking || !this.state.signed) {
      this.askAgain = true;
      return;
    }
    this.asking = true;
    this.askAgain = false;
    try {
      this.setState({ places: await readPlaces() });
      this.counts.later();
    } catch {
      this.askAgain = true;
    }
    setTimeout(() => {
      this.asking = false;
      if (this.askAgain) this.places();
    }, PLACES_AGAIN_MS);
  }

  out(over) {
    this.counts.stop?.();
    this.counts = new Counts();
    setRole(null);
    this.setState({ signed: null, places: null, over });
  }

  /** Said to everyone, a screen reader's listeners too. */
  tell(text) {
    clearTimeout(this.telling);
    this.setState({ told: text });
    this.telling = setTimeout(() => this.setState({ told: null }), TOLD_MS);
  }

  inside() {
    const { ready, signed, over, changing } = this.state;
    if (!ready) return null;
    if (!signed) return h(SignIn, { over, onSigned: (who) => this.has(who) });
    if (signed.mustChangePassword || changing) {
      return h(NewPassword, { first: signed.mustChangePassword, onSigned: (who) => {
        this.setState({ changing: false });
        this.has(who);
      } });
    }
    return h(View, { ...this.state, counts: this.counts, may, tell: (text) => this.tell(text) });
  }

  render(props, { signed, route, told, away, changing }) {
    return h(Frame, {
      signed: signed?.mustChangePassword || changing ? null : signed,
      route, told, away, counts: this.counts,
      onOut: async () => {
        await signOut().catch(() => {});
        this.out(false);
      },
      onPassword: () => this.setState({ changing: true }),
      onLanguage: (tag) => {
        choose(tag);
        this.forceUpdate();
      },
    }, this.inside());
  }
}

function routeOf(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [view, id] = path.split('/');
  return { view: view || 'all', id: id ? decodeURIComponent(id) : null, query: Object.fromEntries(new URLSearchParams(query)), hash };
}

speak({ en, zh });
render(h(Ops), document.getElementById('page'));
