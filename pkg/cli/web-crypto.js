/** Node 18.0 has no global crypto, which the mock needs. */

import { webcrypto } from "node:crypto";

globalThis.crypto ??= /** @type {Crypto} */ (webcrypto);
