// The live page: the tree of public lots once, then their counts as they change. Numbers are never made younger than
// they are: every age is counted from what the service says, and an old picture is called old.

const OLD_MS = 15_000; // the service tells each 5 s how fresh the numbers are
const AGAIN_MS = 5_000;

const number = new Intl.NumberFormat("en");
const lots = new Map(); // placeId → {value, card}
let asOfMs = null; // every number shown was true then or later, by the service's clock
let ahead = Infinity; // how far this clock is ahead of the service's, at most
let connected = null; // not tried yet
let reading = false;

const state = document.getElementById("state");
const cities = document.getElementById("cities");

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// ── The tree ─────────────────────────────────────────────────────────────────────────────────────────────────────────

async function readTree() {
  if (reading) return;
  reading = true;
  try {
    const answer = await fetch("/v1/availability", { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`availability answered ${answer.status}`);
    const { items } = await answer.json();
    drawTree(items);
  } catch {
    if (lots.size === 0) setTimeout(readTree, AGAIN_MS); // the state line says so
  } finally {
    reading = false;
  }
}

function drawTree(items) {
  const known = new Map([...lots].map(([id, lot]) => [id, lot.value]));
  lots.clear();
  const fresh = document.createDocumentFragment();
  for (const [city, districts] of grouped(items)) {
    const section = place("section", "city", "h2", city.name);
    for (const [district, members] of districts) {
      const part = place("section", "district", "h3", district.name);
      const list = part.appendChild(make("ul", "lots"));
      for (const item of members) {
        const lot = { value: known.get(item.placeId) ?? fromAvailability(item), card: card(item.name) };
        lots.set(item.placeId, lot);
        list.append(lot.card.root);
      }
      part.ids = members.map((item) => item.placeId);
      section.append(part);
    }
    section.ids = [...section.querySelectorAll(".district")].flatMap((part) => part.ids);
    fresh.append(section);
  }
  if (items.length === 0) fresh.append(make("p", "note", "No lot is open to the public yet."));
  cities.replaceChildren(fresh);
  draw();
}

function grouped(items) {
  const byName = (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true });
  const tree = new Map();
  for (const item of [...items].sort(byName)) {
    const [city, district] = item.within;
    if (!tree.has(city.placeId)) tree.set(city.placeId, { name: city.name, districts: new Map() });
    const { districts } = tree.get(city.placeId);
    if (!districts.has(district.placeId)) districts.set(district.placeId, { name: district.name, members: [] });
    districts.get(district.placeId).members.push(item);
  }
  return [...tree.values()].sort(byName).map((city) => [
    city,
    [...city.districts.values()].sort(byName).map((district) => [district, district.members]),
  ]);
}

function place(tag, className, heading, name) {
  const section = make(tag, className);
  const line = section.appendChild(make("div", "heading"));
  line.append(make(heading, "", name), make("p", "sum"));
  return section;
}

function card(name) {
  const root = make("li", "lot");
  const free = make("strong");
  const unit = make("small");
  const line = make("p", "number");
  line.append(free, " ", unit);
  const bar = make("div", "bar");
  bar.setAttribute("aria-hidden", "true"); // the line below says the same in words
  const detail = make("p", "detail");
  const age = make("p", "detail");
  const mark = make("p", "mark");
  root.append(make("h4", "", name), line, bar, detail, age, mark);
  return { root, free, unit, bar, detail, age, mark };
}

function fromAvailability(item) {
  const { capacity, available, status, updatedAt, silent } = item;
  const currentCount = capacity === null ? null : capacity - available;
  return { capacity, available, currentCount, status, updatedAt, reporting: { lots: 1, silent: silent ? 1 : 0 } };
}

// ── Drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const CLOSED = { FULL: "Full: no visitors", CLOSED: "Closed", CLOSED_TO_ALL: "Closed" };

function serviceNow() {
  return Date.now() - (Number.isFinite(ahead) ? ahead : 0);
}

function ago(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

function drawLot({ value, card: shown }, old) {
  const { capacity, available, currentCount, status, updatedAt } = value;
  const limited = capacity !== null;
  const silent = value.reporting.silent > 0;
  put(shown.free, limited ? number.format(available) : "–");
  put(shown.unit, limited ? (available === 1 ? "space free" : "spaces free") : "not limited");
  shown.bar.hidden = !limited;
  shown.bar.style.setProperty("--taken", limited && capacity > 0 ? Math.min(1, currentCount / capacity) : 1);
  put(shown.detail, currentCount === null ? "" : taken(currentCount, capacity));
  put(shown.age, `Last change ${ago(serviceNow() - Date.parse(updatedAt))}`);
  put(shown.mark, [CLOSED[status], silent && "No news from its gates: may be out of date"].filter(Boolean).join(" · "));
  shown.root.dataset.level = !limited || available > capacity / 10 ? "free" : available > 0 ? "few" : "none";
  shown.root.classList.toggle("old", old || silent);
}

function taken(count, capacity) {
  return capacity === null
    ? `${number.format(count)} inside`
    : `${number.format(count)} of ${number.format(capacity)} taken`;
}

function drawSum(section) {
  const values = section.ids.map((id) => lots.get(id)?.value).filter(Boolean);
  const silent = values.reduce((sum, value) => sum + value.reporting.silent, 0);
  const free = values.some((value) => value.available === null)
    ? "not limited"
    : `${number.format(values.reduce((sum, value) => sum + value.available, 0))} free`;
  const count = values.length === 1 ? "1 lot" : `${number.format(values.length)} lots`;
  put(section.querySelector(".sum"), [free, `in ${count}`, silent ? `(${silent} silent)` : ""].filter(Boolean).join(" "));
}

function draw() {
  const age = asOfMs === null ? null : serviceNow() - asOfMs;
  const old = !connected || age === null || age > OLD_MS;
  if (connected === null) say("waiting", "Connecting…");
  else if (!connected) say("lost", asOfMs === null ? "No connection, trying again…" : `No connection: numbers from ${ago(age)}`);
  else if (age === null) say("waiting", "Connected, waiting for numbers…");
  else if (old) say("old", `Numbers from ${ago(age)}`);
  else say("live", "Live");
  for (const lot of lots.values()) drawLot(lot, old);
  for (const section of cities.querySelectorAll(".city, .district")) drawSum(section);
}

function say(word, text) {
  state.dataset.state = word;
  put(state, text);
}

// ── The stream ───────────────────────────────────────────────────────────────────────────────────────────────────────

function listen() {
  const stream = new EventSource("/v1/occupancy/stream");
  stream.onopen = () => {
    connected = true;
    draw();
  };
  stream.onerror = () => {
    connected = false;
    draw();
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_MS); // refused: it does not try by itself
  };
  stream.addEventListener("occupancy", (event) => {
    const value = JSON.parse(event.data);
    ahead = Math.min(ahead, Date.now() - Number(event.lastEventId));
    const lot = lots.get(value.placeId);
    if (!lot) {
      readTree();
      return;
    }
    lot.value = value;
    later();
  });
  stream.addEventListener("gone", () => readTree());
  stream.addEventListener("asOf", (event) => {
    asOfMs = Date.parse(JSON.parse(event.data).asOf);
    later();
  });
}

let drawing = false;

function later() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    draw();
  });
}

await readTree();
listen();
setInterval(draw, 1000);
