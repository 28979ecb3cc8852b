/**
 * The parameters of a request. Baidu accepts them in the query and in the form.
 *
 * @typedef {object} Params
 * @property {URLSearchParams} query
 * @property {URLSearchParams} form
 * @property {(name: string) => string} get  The form's value, or the query's, or "".
 */

/** @param {Request} request @returns {Promise<Params>} */
export async function readParams(request) {
  const query = new URL(request.url).searchParams;
  const form = await readForm(request);
  return { query, form, get: (name) => form.get(name) || query.get(name) || "" };
}

/**
 * Reads forms, and JSON on the one path where a known client sends it. Invented: that Baidu reads a body without a
 * Content-Type as a form, which some clients send.
 */
async function readForm(/** @type {Request} */ request) {
  const type = request.headers.get("content-type");
  if (/^application\/json\b/i.test(type ?? "") && new URL(request.url).pathname.endsWith(JSON_PATH))
    return readJson(await request.text());
  const [, quoted, bare] = /^multipart\/form-data\b.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type ?? "") ?? [];
  const boundary = quoted ?? bare;
  if (boundary !== undefined) return parseMultipart(await request.text(), boundary);
  const isForm = type === null || /^application\/x-www-form-urlencoded\b/i.test(type);
  return new URLSearchParams(isForm ? await request.text() : "");
}

/** DotNetCore.SKIT sends JSON to this path. Invented: that Baidu takes it. */
const JSON_PATH = "/auth/retrieve/authorizationcode";

/** @param {string} text */
function readJson(text) {
  try {
    const fields = Object.entries(Object(JSON.parse(text)));
    return new URLSearchParams(fields.map(([name, value]) => [name, String(value)]));
  } catch {
    return new URLSearchParams();
  }
}

/** Not by Request.formData(), which refuses multipart on Node 18.0. @param {string} text @param {string} boundary */
function parseMultipart(text, boundary) {
  const form = new URLSearchParams();
  for (const part of `\r\n${text}`.split(`\r\n--${boundary}`).slice(1)) {
    const end = part.indexOf("\r\n\r\n");
    // .NET does not put names in quotes.
    const [, quoted, bare] = /;\s*name=(?:"([^"]*)"|([^;\s]+))/i.exec(part.slice(0, Math.max(end, 0))) ?? [];
    const name = quoted ?? bare;
    if (name !== undefined) form.append(name, part.slice(end + 4));
  }
  return form;
}
