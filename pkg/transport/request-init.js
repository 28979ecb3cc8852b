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
 * Trying with `Request` does not show it if fetch is from another library, as undici's fetch in jsdom, which has its
 * own AbortController.
 * @param {string} causes  the error of fetch, described by `describeCauseChain`
 */
export function hasRefusedSignal(causes) {
  if (!accepted || !/^TypeError\0.*\bsignal\b.*\bAbortSignal\b/is.test(causes)) return false;
  accepted.takesSignal = false;
  return true;
}

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
