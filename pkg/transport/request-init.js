/**
 * For fetch: nothing is followed, kept or told along.
 * @param {string | undefined} form  for a `POST`; none for a `GET`
 * @param {boolean} isOnce  whether it may never be sent twice
 * @param {AbortSignal} signal
 * @returns {RequestInit}
 */
export function requestInit(form, isOnce, signal) {
  accepted ??= acceptedMembers();
  const isPost = form !== undefined;
  return {
    method: isPost ? "POST" : "GET",
    headers: isPost ? { "content-type": "application/x-www-form-urlencoded" } : undefined,
    body: form,
    redirect: "manual",
    credentials: accepted.credentials,
    // No HTTP cache answers a POST, and saying so takes two more headers.
    cache: isPost ? undefined : accepted.cache,
    referrerPolicy: accepted.referrerPolicy,
    // Bun sends a GET again by itself when a kept-alive connection breaks under it; over one of its own it does not.
    keepalive: isOnce ? false : undefined,
    signal,
  };
}

/** What a runtime may refuse to be told, by throwing: workerd does so with `cache` before compatibility date 2024-11-11. */
const OPTIONAL = /** @type {const} */ ({ credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });

/** @type {RequestInit | undefined} */
let accepted;

/**
 * Those of `OPTIONAL` that this runtime takes; all where there is no `Request` to ask.
 * @returns {RequestInit}
 */
function acceptedMembers() {
  if (accepts(OPTIONAL) || !accepts({})) return OPTIONAL;
  return Object.fromEntries(Object.entries(OPTIONAL).filter(([name, value]) => accepts({ [name]: value })));
}

/**
 * Asks with a `Request` that is never sent: whether fetch refuses before or after sending could not be told apart.
 * @param {RequestInit} init
 */
function accepts(init) {
  try {
    return Boolean(new Request("https://spapi.baidu.com", init));
  } catch {
    return false;
  }
}
