/**
 * What fetch gets: no redirects, cookies, cache or referrer.
 * @param {string | undefined} form  for a `POST`; none for a `GET`
 * @param {boolean} singleUse  whether the request may never be sent twice
 * @param {AbortSignal | undefined} signal
 * @returns {RequestInit}
 */
export function requestInit(form, singleUse, signal) {
  accepted ??= acceptedMembers(signal);
  const isPost = form !== undefined;
  return {
    method: isPost ? "POST" : "GET",
    headers: isPost ? { "content-type": "application/x-www-form-urlencoded" } : undefined,
    body: form,
    redirect: "manual",
    credentials: accepted.credentials,
    // For POST, too: frameworks that replace fetch keep answers of any method.
    cache: accepted.cache,
    referrerPolicy: accepted.referrerPolicy,
    // Bun sends a GET again by itself when a kept-alive connection breaks under it; over a new connection it does not.
    keepalive: singleUse ? false : undefined,
    signal: accepted.takesSignal ? signal : undefined,
  };
}

/**
 * Whether fetch has refused the signal, and so sent nothing. Later requests go without it.
 *
 * `Request` cannot tell when it and fetch are of different makers, as undici's fetch in a test environment that brings an
 * AbortController of its own (jsdom).
 * @param {string} causes  what fetch has thrown, see `describeCauseChain`
 */
export function hasRefusedSignal(causes) {
  if (!accepted || !/^TypeError\0.*\bsignal\b.*\bAbortSignal\b/is.test(causes)) return false;
  accepted.takesSignal = false;
  return true;
}

/**
 * What a runtime may refuse by throwing: workerd refuses `cache` before compatibility date 2024-11-11, Node's fetch the
 * signal of jsdom.
 * @type {Pick<RequestInit, "credentials" | "cache" | "referrerPolicy"> & { takesSignal: boolean } | undefined}
 */
let accepted;

/**
 * The members that this runtime accepts; all where there is no `Request` to ask.
 * @param {AbortSignal | undefined} signal
 * @returns {NonNullable<typeof accepted>}
 */
function acceptedMembers(signal) {
  const all = /** @type {const} */ ({ credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
  if (accepts({ ...all, signal }) || !accepts({})) return { ...all, takesSignal: true };
  const taken = Object.entries(all).filter(([name, value]) => accepts({ [name]: value }));
  return { ...Object.fromEntries(taken), takesSignal: accepts({ signal }) };
}

/**
 * Asks with a `Request` that is never sent: when fetch itself refuses, nobody can tell whether it has sent anything.
 * @param {RequestInit} init
 */
function accepts(init) {
  try {
    return Boolean(new Request("https://spapi.baidu.com", init));
  } catch {
    return false;
  }
}
