// Requests to the control API. What goes wrong is an ApiError whose message is for people.

// An answer that is not there by then does not come: the connection is dead without anybody having said so. A start or stop answers within 20 seconds.
const longest = 30000;

/** A request that failed. `status` is 0 when Baton did not answer; `code` is the API's word for it. */
export class ApiError extends Error {
  constructor(message, { status = 0, code = "unavailable", detail = null } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/** Gets JSON. */
export const get = (path, options) => send("GET", path, undefined, options);

/** Posts a body as JSON, or nothing. */
export const post = (path, body, options) => send("POST", path, body, options);

/** Takes away what is at an address. */
export const remove = (path, options) => send("DELETE", path, undefined, options);

/** Gets text as it is. */
export async function getText(path, options) {
  return (await answerTo("GET", path, undefined, options)).text();
}

async function send(method, path, body, options) {
  const answer = await answerTo(method, path, body, options);
  return answer.status === 204 ? null : answer.json();
}

async function answerTo(method, path, body, { signal, timeout = longest } = {}) {
  const limit = AbortSignal.timeout(timeout);
  let answer;
  try {
    answer = await fetch(path, {
      method,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (limit.aborted) throw new ApiError(`Baton did not answer within ${timeout / 1000} seconds`);
    throw new ApiError("Baton does not answer: is it running?");
  }
  if (answer.ok) return answer;
  if (answer.status === 401) toLogin();
  throw await problemOf(answer);
}

async function problemOf(answer) {
  const { status, statusText } = answer;
  try {
    const problem = await answer.json();
    return new ApiError(problem.detail ?? problem.error ?? statusText, { status, code: problem.code, detail: problem });
  } catch {
    // No problem body, as from a proxy in between: the status is all there is.
    return new ApiError(`Baton answered ${status} ${statusText}`.trim(), { status });
  }
}

/** Leaves for the login page, which leads back here. */
export function toLogin() {
  const next = location.pathname + location.search;
  location.assign("/ui/login?next=" + encodeURIComponent(next));
}

/** An address of the API with parameters: null, undefined, "" and false are left out, arrays are repeated. */
export function withQuery(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value ?? []].flat()) if (one !== "" && one !== false) query.append(name, one);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
