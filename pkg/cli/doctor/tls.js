/**
 * TLS and the certificate of the host.
 *
 * @import { DetailedPeerCertificate } from "node:tls"
 * @import { Machine, Target } from "./context.js"
 * @import { Run } from "./run.js"
 */

import { rootCertificates } from "node:tls";
import { openUnverifiedTls, ProxyRefusal } from "./connect.js";
import { found } from "./result.js";

/** @param {Run} run */
export async function checkTls({ context: { machine }, target, needed, signal }) {
  const { host, url } = target;
  if (url.protocol !== "https:") return found(isLoopback(url) ? "tls.http" : "tls.open", { host });
  let socket;
  try {
    socket = await openUnverifiedTls(target, needed.connection.address, signal);
  } catch (error) {
    return whyNot(host, error);
  }
  const certificate = socket.getPeerCertificate(true);
  const protocol = socket.getProtocol()?.replace("TLSv", "TLS ") ?? "TLS";
  // The types say Error; it is the code of the error.
  const code = String(socket.authorizationError ?? "");
  socket.destroy();
  return code === "" ? judgeIssuer(target, certificate, protocol, machine) : judge(host, certificate, code, machine);
}

/** @param {Run} run */
export function tlsIsLate({ context: { timeout }, target: { host } }) {
  return found("tls.no-answer", { host, seconds: timeout / 1000 });
}

/** @param {URL} url */
const isLoopback = ({ hostname }) => /^(localhost|127\..*|\[::1\])$/.test(hostname);

const PLAIN = ["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG", "ERR_SSL_HTTP_REQUEST"];
const TOO_OLD = ["ERR_SSL_UNSUPPORTED_PROTOCOL", "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION"];
const CLOSED = ["ECONNRESET", "EPIPE", "ECONNABORTED"];

/** @param {string} host @param {unknown} error */
function whyNot(host, error) {
  const { code = "unknown" } = /** @type {NodeJS.ErrnoException} */ (error);
  if (error instanceof ProxyRefusal) return found("tls.proxy-refuses", { host, proxy: error.proxy, code });
  if (PLAIN.includes(code)) return found("tls.plain", { host, code });
  if (TOO_OLD.includes(code)) return found("tls.too-old", { host, code });
  return found(CLOSED.includes(code) ? "tls.closed" : "tls.failed", { host, code });
}

/**
 * A certificate that Node refuses.
 *
 * @param {string} host
 * @param {DetailedPeerCertificate} certificate
 * @param {string} code
 * @param {Machine} machine
 */
function judge(host, certificate, code, { now }) {
  const [leaf, ...others] = chainOf(certificate);
  const time = formatDate(now());
  switch (code) {
    case "CERT_HAS_EXPIRED": {
      const expired = others.find(({ valid_to }) => Date.parse(valid_to) < Date.parse(leaf.valid_to)) ?? leaf;
      return found("tls.expired", { host, date: formatDate(expired.valid_to), now: time });
    }
    case "CERT_NOT_YET_VALID":
      return found("tls.not-yet-valid", { host, date: formatDate(leaf.valid_from), now: time });
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return found("tls.wrong-name", {
        host,
        names: leaf.subjectaltname?.replaceAll("DNS:", "") ?? nameOf(leaf.subject),
      });
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return found("tls.self-signed", { host, issuer: nameOf(leaf.issuer) });
    default:
      return found("tls.untrusted", { host, issuer: nameOf((others.at(-1) ?? leaf).issuer), code });
  }
}

/**
 * A certificate that Node accepts: perhaps only because somebody has told it to trust one more CA.
 *
 * @param {Target} target
 * @param {DetailedPeerCertificate} certificate
 * @param {string} protocol
 * @param {Machine} machine
 */
function judgeIssuer({ host }, certificate, protocol, { env, execArgv }) {
  const [leaf, ...others] = chainOf(certificate);
  const root = others.at(-1) ?? leaf;
  const issuer = nameOf(root.issuer);
  const flags = `${execArgv.join(" ")} ${env.NODE_OPTIONS ?? ""}`;
  const mayBeAdded = Boolean(env.NODE_EXTRA_CA_CERTS) || /--use-(system|openssl)-ca/.test(flags);
  if (mayBeAdded && !isPublic(root)) return found("tls.added-ca", { host, issuer });
  return found("tls.ok", { host, protocol, issuer, date: formatDate(leaf.valid_to) });
}

/** Whether Node itself brings this root. @param {DetailedPeerCertificate} root */
function isPublic({ raw }) {
  const base64 = raw.toString("base64");
  return rootCertificates.some((pem) => pem.replace(/-----[^-]+-----|\s/g, "") === base64);
}

/** The certificate and its issuers, up to the last that is known. @param {DetailedPeerCertificate} certificate */
function chainOf(certificate) {
  const chain = [certificate];
  for (let next = certificate.issuerCertificate; next && !chain.includes(next); next = next.issuerCertificate)
    chain.push(next);
  return /** @type {[DetailedPeerCertificate, ...DetailedPeerCertificate[]]} */ (chain);
}

/** An attribute that comes more than once is an array. @param {Record<string, any>} [subject] */
function nameOf({ O: organization, CN: commonName } = {}) {
  const names = [organization, commonName].flat().filter(Boolean);
  return names.length > 0 ? names.join(", ") : "?";
}

/** @param {number | string} time */
function formatDate(time) {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
