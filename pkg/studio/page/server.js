/**
 * Asks the local server.
 *
 * @import { Endpoint } from "../../types/index.cjs"
 * @import { Sent } from "../send.js"
 *
 * @typedef {"baidu" | "mock"} Target
 * @typedef {{ url: string, credentials?: { client_id: string, sk: string } }} MockInfo
 *
 * @typedef {object} Server
 * @property {() => Promise<MockInfo>} mock
 * @property {(endpoint: Endpoint, params: object, to: Target) => Promise<Sent>} send
 * @property {(path: string, params?: object) => Promise<any>} askMock  the JSON of the mock's answer
 */

/** Why a question got no answer: `unreachable`, `token_wrong`, or what the server or the mock says. */
export class ServerError extends Error {
  name = "ServerError";

  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** @param {string} token @param {string} [origin]  of the server, if it is not that of the page @returns {Server} */
export function connect(token, origin = "") {
  /** @param {string} name @param {object} fields */
  async function ask(name, fields) {
    const init = {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...(origin && { origin }) },
      body: JSON.stringify(fields),
    };
    const response = await fetch(`${origin}/api/${name}`, init).catch(() => {
      throw new ServerError("unreachable", "the local server does not answer");
    });
    const answer = await response.json();
    if (!response.ok) throw new ServerError(answer.error, answer.message);
    return answer;
  }

  return {
    mock: () => ask("mock", {}),
    send: (endpoint, params, to) => ask("send", { endpoint, params, to }),
    askMock: (path, params = {}) => ask("ask-mock", { path, params }),
  };
}
