// What the service tells by itself, as server-sent events: a browser sends its cookie with them, and comes back by itself where
// the stream broke off. Ages are counted from what the service says, by its clock.

const AGAIN_MS = 5_000;
const STEP_MS = 900_000; // of a plot of the day

let ahead = Infinity; // how far this clock is ahead of the service's, at most

/** The service's clock, unix milliseconds. */
export const serviceNow = () => Date.now() - (Number.isFinite(ahead) ? ahead : 0);

/**
 * Listens until the function that it gives back is called.
 * @param heard by the names of the events: takes the data and the event's id
 * @param connected told true and false
 */
export function listen(path, heard, connected) {
  let stream;
  let timer;
  const open = () => {
    stream = new EventSource(path);
    stream.onopen = () => connected(true);
    stream.onerror = () => {
      connected(false);
      if (stream.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS); // refused: it does not try by itself
    };
    Object.entries(heard).forEach(([name, take]) => stream.addEventListener(name, (event) => {
      take(JSON.parse(event.data), event.lastEventId);
    }));
  };
  // A browser has few connections for one service: a window that nobody looks at keeps none of them.
  const looked = () => {
    clearTimeout(timer);
    stream?.close();
    if (document.visibilityState === 'visible') open();
  };
  document.addEventListener('visibilitychange', looked);
  looked();
  return () => {
    document.removeEventListener('visibilitychange', looked);
    clearTimeout(timer);
    stream?.close();
  };
}

/** The counts of all lots that this person may see, and how old the picture is. */
export class Counts {
  lots = new Map(); // placeId → what the service says of it
  asOfMs = null;
  connected = null; // not tried yet
  listeners = new Set();
  // Told the place where somebody asked something, where an alarm began or ended, where the count changed; none where any may have.
  bells = { message: new Set(), alarm: new Set(), count: new Set() };
  drawing = false;

  start(onUnknown) {
    this.stop = listen('/v1/occupancy/stream', {
      occupancy: (value, id) => {
        ahead = Math.min(ahead, Date.now() - Number(id));
        if (!this.lots.has(value.placeId)) onUnknown();
        this.lots.set(value.placeId, value);
        this.ring('count', value.placeId);
        this.later();
      },
      gone: ({ placeId }) => {
        this.lots.delete(placeId);
        onUnknown();
        this.later();
      },
      message: ({ placeId }) => this.ring('message', placeId),
      alarm: ({ placeId }) => this.ring('alarm', placeId),
      asOf: ({ asOf }) => {
        const before = this.asOfMs;
        this.asOfMs = Date.parse(asOf);
        if (before !== null && Math.floor(before / STEP_MS) !== Math.floor(this.asOfMs / STEP_MS)) this.ring('count'); // a plot grows with the day too
        this.later();
      },
    }, (connected) => {
      this.connected = connected;
      if (connected) Object.keys(this.bells).forEach((name) => this.ring(name)); // what was told meanwhile was not heard
      this.later();
    });
  }

  ring(name, placeId) {
    this.bells[name].forEach((each) => each(placeId));
  }

  /** Each listener is told at most once a frame. */
  later() {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.listeners.forEach((listener) => listener());
    });
  }
}
