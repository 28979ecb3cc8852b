/**
 * What the core reads of, and hands to, the platform. Each in one crossing: a name that crosses on its own is decoded
 * anew every time, and a look at a dozen of them would cost a call a tenth of its speed.
 */

/** @param {Record<string, unknown>} options  as the caller gave them */
export function readOptions({ signal, timeout, retries, fetch, baseUrl, maxBodyBytes, onResponse }) {
  return [signal, timeout, retries, fetch, baseUrl, maxBodyBytes, onResponse];
}

/**
 * Everything that is used of an answer but its body, whose mere look makes a stream of it: Bun then reads it at half the
 * speed. Fetch may be anybody's: what is no `Response` throws here, where that does no harm, and what is read once is
 * not asked for again.
 * @param {Response} answer
 */
export function readAnswer({ status, type, headers, text }) {
  const isResponse = typeof text === "function" && typeof headers.get === "function" && status >>> 0 === status && status < 1000;
  if (!isResponse) throw new TypeError("not a Response");
  /** @param {string} name */
  const header = (name) => {
    try {
      return headers.get(name);
    } catch {
      return undefined;
    }
  };
  return [{ status, type }, headers, header("content-length"), header("content-encoding"), header("retry-after")];
}

/**
 * For fetch: nothing is followed, kept or told along.
 * @param {string} method
 * @param {string | undefined} contentType
 * @param {string | undefined} body
 * @param {boolean} isOnce  whether it may never be sent twice
 * @param {AbortSignal} signal
 * @returns {RequestInit}
 */
export function requestInit(method, contentType, body, isOnce, signal) {
  accepted ??= acceptedMembers();
  return {
    method,
    ...(contentType !== undefined && { headers: { "content-type": contentType } }),
    ...(body !== undefined && { body }),
    redirect: "manual",
    ...accepted,
    // Bun sends a GET again by itself when a kept-alive connection breaks under it; over one of its own it does not.
    ...(isOnce && { keepalive: false }),
    signal,
  };
}

/** What a runtime may refuse to be told, by throwing: workerd does so with `cache` before compatibility date 2024-11-11. */
const OPTIONAL = /** @type {const} */ ({ credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });

/** @type {RequestInit | undefined} */
let accepted;

/** Those of `OPTIONAL` that this runtime takes; all where there is no `Request` to ask. */
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
