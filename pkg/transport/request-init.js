/**
 * The second argument of fetch: no redirects, cookies, cache or referrer.
 * @param {string | undefined} form  for a `POST`; undefined for a `GET`
 * @param {boolean} singleUse  whether the request must not be sent twice
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
    // Also for POST: frameworks that replace fetch cache responses of any method.
    cache: accepted.cache,
    referrerPolicy: accepted.referrerPolicy,
    // Bun itself sends a GET again when a kept-alive connection breaks. On a new connection it does not.
    keepalive: singleUse ? false : undefined,
    signal: accepted.takesSignal ? signal : undefined,
  };
}

/**
 * Whether fetch has refused the signal and therefore sent nothing. Later requests have no signal.
 *
 * `Request` cannot tell when it and fetch are of different makers, as undici's fetch in a test environment that brings an
 * AbortController of its own (jsdom).
 * @param {any} reason  what fetch has thrown
 */
export function hasRefusedSignal(reason) {
  if (!accepted || !isRefusedSignal(reason)) return false;
  accepted.takesSignal = false;
  return true;
}

/** @param {any} reason */
function isRefusedSignal(reason) {
  try {
    return reason?.name === "TypeError" && REFUSED_SIGNAL.test(reason.message);
  } catch {
    // A field cannot be read.
    return false;
  }
}

/** The whole sentence of undici: a message that quotes the URL may contain any of its words. */
const REFUSED_SIGNAL = /^(RequestInit: )?Expected signal \("AbortSignal [{}]*"\) to be an instance of AbortSignal\.$/;

/**
 * The members that this runtime accepts; some throw for one they do not support. workerd refuses `cache` before
 * compatibility date 2024-11-11; Node's fetch refuses the signal of jsdom's own AbortController.
 * @type {Pick<RequestInit, "credentials" | "cache" | "referrerPolicy"> & { takesSignal: boolean } | undefined}
 */
let accepted;

/**
 * Finds out which members this runtime accepts. All of them, if there is no `Request` to try them with.
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
 * Tries with a `Request` that is never sent. If fetch itself threw, it would be unknown whether it had sent anything.
 * @param {RequestInit} init
 */
function accepts(init) {
  try {
    return Boolean(new Request("https://spapi.baidu.com", init));
  } catch {
    return false;
  }
}
