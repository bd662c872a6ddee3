// The public lots once, then their counts as they change. Numbers are never made younger than they are: every age is counted from
// what the service says, and an old picture is called old.

const OLD_MS = 15_000; // the service tells each 5 s how fresh the numbers are
const AGAIN_MS = 5_000;

/** What is shown of a lot that no event has told of yet. */
function fromAvailability({ capacity, available, status, updatedAt, silent, quiet }) {
  return {
    capacity, available, status, updatedAt,
    currentCount: capacity === null ? null : capacity - available,
    reporting: { lots: 1, silent: silent ? 1 : 0, quiet: quiet ? 1 : 0 },
  };
}

export class Live {
  items = null; // the lots; null: not read yet
  values = new Map(); // by placeId
  connected = null; // not tried yet
  asOfMs = null; // every number was true then or later, by the service's clock
  ahead = Infinity; // how far this clock is ahead of the service's, at most
  reading = false;
  unknown = new Set(); // lots that the stream has told of, and the list not yet: an answer may be a second old

  /** @param changed called when there is something new to show */
  constructor(changed) {
    this.changed = changed;
  }

  async start() {
    await this.read();
    this.listen();
  }

  /** By the service's clock, unix milliseconds. */
  now() {
    return Date.now() - (Number.isFinite(this.ahead) ? this.ahead : 0);
  }

  /** waiting, live, old or lost. */
  state() {
    if (this.connected === null) return 'waiting';
    if (!this.connected) return 'lost';
    if (this.asOfMs === null) return 'waiting';
    return this.now() - this.asOfMs > OLD_MS ? 'old' : 'live';
  }

  async read() {
    if (this.reading) return;
    this.reading = true;
    try {
      const answer = await fetch('/v1/availability', { signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) throw new Error(`availability answered ${answer.status}`);
      this.items = (await answer.json()).items;
      this.values = new Map(this.items.map((item) => [item.placeId, this.values.get(item.placeId) ?? fromAvailability(item)]));
    } catch {
      if (this.items === null) setTimeout(() => this.read(), AGAIN_MS); // the state says so
    } finally {
      this.reading = false;
      this.values.forEach((value, placeId) => this.unknown.delete(placeId));
      if (this.unknown.size > 0) this.again ??= setTimeout(() => this.readAgain(), AGAIN_MS);
    }
    this.changed();
  }

  readAgain() {
    this.again = null;
    this.read();
  }

  listen() {
    const stream = new EventSource('/v1/occupancy/stream?lots=public');
    const connected = (yes) => {
      this.connected = yes;
      this.changed();
    };
    stream.onopen = () => connected(true);
    stream.onerror = () => {
      connected(false);
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => this.listen(), AGAIN_MS); // refused: it does not try by itself
    };
    stream.addEventListener('occupancy', (event) => {
      const value = JSON.parse(event.data);
      this.ahead = Math.min(this.ahead, Date.now() - Number(event.lastEventId));
      if (!this.values.has(value.placeId)) {
        this.unknown.add(value.placeId);
        this.read();
        return;
      }
      this.values.set(value.placeId, value);
      this.changed();
    });
    stream.addEventListener('gone', (event) => {
      this.unknown.delete(JSON.parse(event.data).placeId);
      this.read();
    });
    stream.addEventListener('asOf', (event) => {
      this.asOfMs = Date.parse(JSON.parse(event.data).asOf);
      this.changed();
    });
  }
}

/** City by city, district by district, by name. */
export function tree(items, language) {
  const byName = (a, b) => a.name.localeCompare(b.name, language, { numeric: true });
  const cities = new Map();
  for (const item of [...items].sort(byName)) {
    const [city, district] = item.within;
    if (!cities.has(city.placeId)) cities.set(city.placeId, { ...city, districts: new Map() });
    const { districts } = cities.get(city.placeId);
    if (!districts.has(district.placeId)) districts.set(district.placeId, { ...district, lots: [] });
    districts.get(district.placeId).lots.push(item);
  }
  return [...cities.values()].sort(byName)
    .map((city) => ({ ...city, districts: [...city.districts.values()].sort(byName) }));
}
