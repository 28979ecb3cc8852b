/**
 * Makes a Response from the result of onLogin. A plain value becomes JSON, and must not contain the session_key. A
 * Response is returned unchanged.
 * @param {unknown} value
 * @param {string} session_key
 * @returns {Response}
 */
export function toResponse(value, session_key) {
  if (isResponse(value)) return value;
  /** @type {string | undefined} */
  const json = JSON.stringify(value);
  if (json !== undefined && contains(json, session_key))
    throw new Error("onLogin returned the session_key, which must not leave the server");
  return jsonResponse(json, json === undefined ? 204 : 200);
}

/**
 * @param {string | undefined} json
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
export function jsonResponse(json, status, headers) {
  return new Response(json, {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}

/**
 * Not instanceof: servers and test environments have their own Response classes.
 * @param {unknown} value @returns {value is Response}
 */
function isResponse(value) {
  const { clone, headers } = /** @type {Partial<Response>} */ (Object(value));
  return typeof clone === "function" && typeof headers?.get === "function";
}

/** @param {string} json @param {string} session_key */
const contains = (json, session_key) => session_key !== "" && normalized(json).includes(normalized(session_key));

/** Lower case, without the escapes of nested JSON and of URLs. @param {string} text */
function normalized(text) {
  const decoded = text.replace(/%([0-9a-f]{2})/gi, (_escape, hex) => String.fromCharCode(parseInt(hex, 16)));
  return decoded.replaceAll("\\", "").toLowerCase();
}
