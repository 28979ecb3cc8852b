/** Requests whose body is JSON, to paths that are not Baidu's. */

import { json } from "./reply.js";

/** @param {Request} request @returns {Promise<object | Response>}  the object, or the answer that refuses the request */
export async function readJson(request) {
  // A page of another origin cannot send this type without asking by CORS, which is never granted here.
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    return refuse(415, "not_json", 'send JSON: curl -H "content-type: application/json" -d "{}"');
  try {
    const value = JSON.parse(await request.text());
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Refused below.
  }
  return refuse(400, "not_json", "the body is not a JSON object");
}

/** @param {number} status @param {string} error @param {string} message @param {Record<string, string>} [headers] */
export function refuse(status, error, message, headers) {
  return json({ error, message }, status, headers);
}
