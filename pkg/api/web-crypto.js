/** Node 18 has WebCrypto in this module only. Its name is no literal, because a bundler for browsers would look for it. */
const NODE_CRYPTO = "node:crypto";

/** @returns {Promise<Crypto>} */
export const webCrypto = async () =>
  globalThis.crypto ?? (await import(/* webpackIgnore: true */ /* @vite-ignore */ NODE_CRYPTO)).webcrypto;
