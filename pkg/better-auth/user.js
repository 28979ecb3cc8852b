/**
 * @import { LoginUser } from "../types/handler.cjs"
 * @import { Account, GenericEndpointContext, User, Where } from "better-auth"
 * @import { CheckedOptions } from "./plugin.js"
 */

import { makeSignature } from "better-auth/crypto";
import { addSessionKey } from "./session-keys.js";

/**
 * The user of a login: the one with this account, else the one with this unionid, else a new one.
 * @param {GenericEndpointContext} ctx
 * @param {CheckedOptions} options
 * @param {LoginUser} login
 * @returns {Promise<User>}
 */
export async function signUpOrFind(ctx, options, login) {
  const { internalAdapter } = ctx.context;
  const [account] = await accountsOf(ctx, options, login);
  const owner = account && (await internalAdapter.findUserById(account.userId));
  if (!owner) return signUp(ctx, options, login);
  await internalAdapter.updateAccount(account.id, await addSessionKey(ctx, login.session_key, account));
  return addUnionid(ctx, owner, login.unionid);
}

/**
 * @param {GenericEndpointContext} ctx
 * @param {CheckedOptions} options
 * @param {LoginUser} login
 */
async function signUp(ctx, options, login) {
  const email = await placeholderEmail(ctx, options, login);
  const find = async () => (await findByUnionid(ctx, login.unionid)) ?? (await findByPlaceholder(ctx, email));
  const user = (await find()) ?? (await createUser(ctx, options, login, email).catch(orElse(find)));
  await createAccount(ctx, options, login, user);
  return addUnionid(ctx, user, login.unionid);
}

/**
 * For what fails where the email or the unionid must be unique: a login at the same time has created the user.
 * @param {() => Promise<User | undefined>} find
 */
const orElse = (find) => async (/** @type {unknown} */ error) => {
  const user = await find();
  if (!user) throw error;
  return user;
};

/**
 * @param {GenericEndpointContext} ctx
 * @param {CheckedOptions} options
 * @param {LoginUser} login
 * @param {string} email
 * @returns {Promise<User>}
 */
async function createUser(ctx, { mapProfileToUser, providerId }, { openid, unionid }, email) {
  const mapped = await mapProfileToUser?.({ openid, ...(unionid && { unionid }) });
  return ctx.context.internalAdapter.createUser(
    { name: DEFAULT_NAME, ...mapped, ...(unionid && { swanUnionid: unionid }), email, emailVerified: false },
    { method: providerId },
  );
}

/** Better Auth wants a name, and Baidu gives none at login. */
const DEFAULT_NAME = "百度用户";

/**
 * Better Auth wants a unique email, and Baidu gives none. The same user always gets the same one, so that two logins at
 * once cannot create two users. It is made with the secret: whoever could guess it could sign up with it before the user.
 * @param {GenericEndpointContext} ctx
 * @param {CheckedOptions} options
 * @param {LoginUser} login
 */
async function placeholderEmail({ context }, { providerId }, { openid }) {
  const signature = await makeSignature(JSON.stringify([providerId, openid]), context.secret);
  const hex = Array.from(atob(signature), (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 40)}@swan.placeholder.invalid`;
}

/**
 * The user whose account is missing: a login at the same time, or one that was interrupted, has not created it yet.
 * @param {GenericEndpointContext} ctx
 * @param {string} email
 */
async function findByPlaceholder(ctx, email) {
  const found = await ctx.context.internalAdapter.findUserByEmail(email, { includeAccounts: true });
  // Somebody has signed up with this email and a password.
  if (found?.accounts.some(({ providerId }) => providerId === "credential")) return undefined;
  return found?.user;
}

/**
 * Two logins at once may both create the account, which no index forbids. Both keep the same one.
 * @param {GenericEndpointContext} ctx
 * @param {CheckedOptions} options
 * @param {LoginUser} login
 * @param {User} user
 */
async function createAccount(ctx, options, login, user) {
  const { internalAdapter } = ctx.context;
  const { openid: accountId, session_key } = login;
  const sessionKeys = await addSessionKey(ctx, session_key);
  await internalAdapter.createAccount({ userId: user.id, providerId: options.providerId, accountId, ...sessionKeys });
  const [, ...others] = await accountsOf(ctx, options, login);
  for (const { id } of others) await internalAdapter.deleteAccount(id);
}

/**
 * The accounts of a login, in an order that does not change; one as a rule.
 * @param {GenericEndpointContext} ctx
 * @param {CheckedOptions} options
 * @param {LoginUser} login
 */
async function accountsOf({ context }, { providerId }, { openid }) {
  /** @type {Account[]} */
  const accounts = await context.adapter.findMany({
    model: "account",
    where: [where("providerId", providerId), where("accountId", openid)],
  });
  return accounts.sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1));
}

/**
 * The user with the unionid, where there is one now. Two users who turn out to be one person stay two: only the app can
 * say what becomes of their data.
 * @param {GenericEndpointContext} ctx
 * @param {User & { swanUnionid?: string | null }} user
 * @param {string} [unionid]
 * @returns {Promise<User>}
 */
async function addUnionid(ctx, user, unionid) {
  if (!unionid || user.swanUnionid === unionid) return user;
  if (!(await findByUnionid(ctx, unionid)))
    return ctx.context.internalAdapter.updateUser(user.id, { swanUnionid: unionid });
  ctx.context.logger.warn(`The unionid of user ${user.id} is already that of another user`);
  return user;
}

/**
 * @param {GenericEndpointContext} ctx
 * @param {string} [unionid]
 * @returns {Promise<User | undefined>}
 */
async function findByUnionid({ context }, unionid) {
  if (!unionid) return undefined;
  return (await context.adapter.findOne({ model: "user", where: [where("swanUnionid", unionid)] })) ?? undefined;
}

/** @param {string} field @param {string} value @returns {Where} */
const where = (field, value) => ({ field, value });
