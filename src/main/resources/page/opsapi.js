// What the page asks the service, with the session of who signed in: the browser sends its cookie, and what changes something
// carries the token that came with the sign-in, which no other site can know.

const PATIENCE_MS = 15_000;

let csrf = null;
let whenOver = () => {};

/** The service said no, or nothing: `status` is 0 where nobody answered. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.type ?? 'no answer');
    this.status = status;
    this.problem = (problem.type ?? '').replace('/problems/', '');
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.retryAfter = problem.retryAfter;
  }
}

/** Called when the session is over, wherever that shows. */
export const onSessionOver = (handler) => {
  whenOver = handler;
};

/** Who signed in, as the service says; keeps their token. */
export function signedIn(signed) {
  csrf = signed?.csrf ?? null;
  return signed;
}

async function problemOf(answer) {
  const problem = await answer.json().catch(() => ({}));
  return { ...problem, retryAfter: Number(answer.headers.get('Retry-After')) || undefined };
}

/** Asks; gives the whole answer back, whose status is below 300. */
export async function send(method, path, body, headers = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'GET' || csrf === null ? {} : { 'X-Parkgate-Csrf': csrf }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Refused(0, {});
  }
  if (answer.ok) return answer;
  const refused = new Refused(answer.status, await problemOf(answer));
  if (answer.status === 401 && csrf !== null && refused.problem !== 'wrong-sign-in') whenOver();
  throw refused;
}

export const get = (path) => send('GET', path).then((answer) => answer.json());
export const post = (path, body) => send('POST', path, body).then((answer) => (answer.status === 204 ? null : answer.json()));

/** A path whose query has what is not empty of these. */
export function withQuery(path, values) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));
  return query.size === 0 ? path : `${path}?${query}`;
}

/** All items of a list, page by page, up to a bound; `more` where there are more. */
export async function all(path, most = 5_000) {
  const items = [];
  let cursor;
  do {
    const [base, query = ''] = path.split('?');
    const page = await get(withQuery(base, { ...Object.fromEntries(new URLSearchParams(query)), limit: 100, cursor }));
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < most);
  return { items, more: Boolean(cursor) };
}
