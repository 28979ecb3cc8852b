/**
 * What the page may ask the mock for: its own paths below /mock, by their names, with their methods. Those are left out
 * that let the mock send to an address of the caller's choice.
 *
 * @type {Readonly<Record<string, "GET" | "POST">>}
 */
export const MOCK_PATHS = {
  state: "GET",
  requests: "GET",
  code: "GET",
  user: "GET",
  "tp-token": "GET",
  platform: "GET",
  "platform/code": "GET",
  "platform/issue-ticket": "GET",
  "platform/authorize": "POST",
  "platform/withdraw": "POST",
  "platform/revoke-tokens": "POST",
  "user-data": "POST",
  authorized: "POST",
  "revoke-tokens": "POST",
  "reset-secret": "POST",
  fault: "POST",
  "clear-faults": "POST",
  settings: "POST",
  advance: "POST",
  reset: "POST",
};
