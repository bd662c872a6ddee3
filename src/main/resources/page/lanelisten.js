// What operators tell the lane: a stream of server-sent events, read with fetch since it needs the key.

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/** Whole events of a text, and what is left of it. */
function eventsIn(text) {
  const blocks = text.split('\n\n');
  const rest = blocks.pop();
  const events = blocks.map((block) => {
    const fields = block.split('\n').map((line) => line.match(/^(event|data): ?(.*)$/)).filter(Boolean);
    const of = (name) => fields.filter((field) => field[1] === name).map((field) => field[2]).join('\n');
    return { event: of('event'), data: of('data') };
  });
  return { events: events.filter(({ data }) => data), rest };
}

async function stream(key, signal, on) {
  const answer = await fetch('/v1/lane/commands', {
    headers: { Authorization: `Bearer ${key}`, Accept: 'text/event-stream' },
    cache: 'no-store',
    signal,
  });
  if (!answer.ok) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ;) {
    const { done, value } = await reader.read();
    if (done) return;
    const found = eventsIn(rest + value);
    rest = found.rest;
    found.events.forEach(({ event, data }) => on(event, JSON.parse(data)));
  }
}

/** Listens until the signal; comes back whenever the stream ends. */
export async function listen(key, signal, on) {
  for (let ms = FIRST_PAUSE_MS; !signal.aborted; ms = Math.min(2 * ms, LONGEST_PAUSE_MS)) {
    await stream(key, signal, (event, data) => {
      ms = FIRST_PAUSE_MS;
      on(event, data);
    }).catch(() => {}); // the network is gone, or the page unbound
    if (!signal.aborted) on('lost');
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
