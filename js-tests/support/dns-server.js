/** A DNS server on this machine, which answers as a test wants. */

import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";

/** @import { TestContext } from "node:test" */

/** Names that a reply may bear (RFC 1035, section 4.1.1). */
const CODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };

/**
 * A resolver that asks this server, and a `lookup` on top of it.
 *
 * @param {TestContext} t
 * @param {{ code?: keyof typeof CODES, addresses?: string[], silent?: boolean }} reply  to every question about IPv4
 */
export async function dnsServer(t, { code = "NOERROR", addresses = [], silent = false }) {
  const server = createSocket("udp4", (query, { port, address }) => {
    if (!silent) server.send(answer(query, CODES[code], addresses), port, address);
  });
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const resolver = new Resolver({ timeout: 300, tries: 1 });
  resolver.setServers([`127.0.0.1:${server.address().port}`]);

  /** As the resolver of the system does, with its codes. @type {any} */
  const lookup = async (/** @type {string} */ name) => {
    try {
      return (await resolver.resolve4(name)).map((address) => ({ address, family: 4 }));
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      throw Object.assign(new Error("getaddrinfo"), { code: code === "ENOTFOUND" ? "ENOTFOUND" : "EAI_AGAIN" });
    }
  };
  return { resolver, lookup };
}

/** @param {Buffer} query @param {number} code @param {string[]} addresses */
function answer(query, code, addresses) {
  const questionEnd = query.indexOf(0, 12) + 5;
  const isIpv4 = query.readUInt16BE(questionEnd - 4) === 1;
  const given = isIpv4 ? addresses : [];
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(given.length, 6);
  // Each answer: the name of the question, type A, class IN, 60 seconds, 4 bytes.
  const answers = given.map((address) =>
    Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split(".").map(Number)]),
  );
  return Buffer.concat([head, query.subarray(12, questionEnd), ...answers]);
}
