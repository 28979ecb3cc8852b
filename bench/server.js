// A server that answers every request alike, in a process of its own: what is measured is the client. The reply is
// as large as the path says: /size/1000/…

import { createServer } from "node:http";

const reply = {
  access_token: "24.1f2e3d4c5b6a79880716253443526170.2592000.1700000000.282335-12345678",
  openid: "Y1Wv2kzPnXkdwCLMA5XpwJBVwXZd",
  session_key: "DAFE1ddCpDqnr1P1x0LXzZpCTcsVvk3g",
  expires_in: 2_592_000,
  token_type: "bearer",
  scope: "smartapp_snsapi_base",
};

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const body = sized(Number(/^\/size\/(\d+)\//.exec(request.url ?? "")?.[1] ?? 0));
    response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.send?.(`http://127.0.0.1:${address?.port}`);
});
process.on("disconnect", () => process.exit());

/** @type {Map<number, Buffer>} */
const bodies = new Map();

/** @param {number} size */
function sized(size) {
  const known = bodies.get(size);
  if (known) return known;
  const bare = JSON.stringify({ ...reply, padding: "" }).length;
  const body = Buffer.from(JSON.stringify({ ...reply, padding: "x".repeat(Math.max(0, size - bare)) }));
  bodies.set(size, body);
  return body;
}
