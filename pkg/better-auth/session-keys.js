/**
 * The session keys of an account, in its field swanSessionKeys: encrypted with the secret of Better Auth, so that neither
 * a copy of the database nor the error of a database driver shows them.
 *
 * @import { Account, GenericEndpointContext } from "better-auth"
 */

import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";

/** The key of the newest login, and the one before: data that is on its way when the user logs in again needs that. */
const MAX_KEYS = 2;

/**
 * The field with one more key.
 * @param {GenericEndpointContext} ctx
 * @param {string} session_key
 * @param {Account | null} [account]  the account as it is
 * @returns {Promise<Partial<Account> & { swanSessionKeys: string }>}
 */
export async function addSessionKey(ctx, session_key, account) {
  const former = account ? await readSessionKeys(ctx, account) : [];
  const keys = [...new Set([session_key, ...former])].slice(0, MAX_KEYS);
  const swanSessionKeys = await symmetricEncrypt({ key: ctx.context.secretConfig, data: JSON.stringify(keys) });
  return { swanSessionKeys };
}

/**
 * The keys, the newest first; none where there are none, or where the secret was replaced.
 * @param {GenericEndpointContext} ctx
 * @param {Account} account
 * @returns {Promise<string[]>}
 */
export async function readSessionKeys(ctx, account) {
  const data = Reflect.get(account, "swanSessionKeys");
  if (!data) return [];
  try {
    return JSON.parse(await symmetricDecrypt({ key: ctx.context.secretConfig, data }));
  } catch {
    return [];
  }
}
