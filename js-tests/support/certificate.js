/** Certificates for tests, made on the spot: X.509 in a few lines of DER. */

import { generateKeyPairSync, sign } from "node:crypto";

/**
 * A certificate that its issuer signs, or itself.
 *
 * @typedef {{ name: string, key: string, cert: string }} Certificate
 *
 * @param {object} [options]
 * @param {string} [options.name]  the host's name
 * @param {Date} [options.expires]  the end of its time, which begins two days earlier
 * @param {Certificate} [options.issuer]  a certificate with `isAuthority`
 * @param {boolean} [options.isAuthority]  whether it may sign others
 * @returns {Certificate}
 */
export function certificate({ name = "localhost", expires = inDays(1), issuer, isAuthority = false } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid("2a8648ce3d040302")); // ecdsa-with-SHA256
  const subject = commonName(name);
  const begins = new Date(expires.getTime() - 2 * 86_400_000);
  const extension = isAuthority
    ? sequence(oid("551d13"), der(OCTET_STRING, sequence(der(BOOLEAN, Buffer.from([0xff]))))) // basicConstraints
    : sequence(oid("551d11"), der(OCTET_STRING, sequence(der(DNS_NAME, Buffer.from(name))))); // subjectAltName
  const body = sequence(
    der(0xa0, der(INTEGER, Buffer.from([2]))), // version 3
    der(INTEGER, Buffer.from([1])),
    algorithm,
    issuer ? commonName(issuer.name) : subject,
    sequence(time(begins), time(expires)),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(extension)),
  );
  const signature = der(BIT_STRING, Buffer.from([0]), sign("sha256", body, issuer?.key ?? privateKey));
  const cert = sequence(body, algorithm, signature).toString("base64");
  return {
    name,
    key: String(privateKey.export({ type: "pkcs8", format: "pem" })),
    cert: `-----BEGIN CERTIFICATE-----\n${cert.match(/.{1,64}/g)?.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

/** @param {number} days */
export const inDays = (days) => new Date(Date.now() + days * 86_400_000);

const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const DNS_NAME = 0x82;

/** @param {number} tag @param {Buffer[]} parts */
function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** @param {Buffer[]} parts */
const sequence = (...parts) => der(SEQUENCE, ...parts);

/** @param {string} hex */
const oid = (hex) => der(OBJECT_IDENTIFIER, Buffer.from(hex, "hex"));

/** @param {string} name */
const commonName = (name) => sequence(der(SET, sequence(oid("550403"), der(UTF8_STRING, Buffer.from(name)))));

/** @param {Date} date */
const time = (date) => der(UTC_TIME, Buffer.from(date.toISOString().replace(/^..|[-:T]|\.\d+/g, "")));
