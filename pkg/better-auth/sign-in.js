/**
 * @import { LoginUser } from "../types/handler.cjs"
 * @import { GenericEndpointContext } from "better-auth"
 * @import { CheckedOptions } from "./plugin.js"
 */

import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { parseUserOutput } from "better-auth/db";
import { lookUpUnionid } from "../handler/unionid.js";
import { texts } from "./body.js";
import { apiError, signInError } from "./errors.js";
import { signUpOrFind } from "./user.js";

export const SIGN_IN_PATH = "/sign-in/swan";

/** A code has 34 characters; those of host apps (`randStr@host/randStr`) have no documented length. */
const MAX_CODE_LENGTH = 512;

/**
 * Exchanges a login code for a session of Better Auth.
 * @param {CheckedOptions} options
 */
export const signIn = (options) =>
  createAuthEndpoint(
    SIGN_IN_PATH,
    { method: "POST", body: texts({ code: MAX_CODE_LENGTH }), metadata: { noStore: true } },
    async (ctx) => {
      const user = await signUpOrFind(ctx, options, await askBaidu(ctx, options, ctx.body.code));
      const session = await ctx.context.internalAdapter.createSession(user.id);
      // A hook of the app may refuse the session.
      if (!session) throw apiError("FORBIDDEN", "SWAN_LOGIN_FAILED");
      await setSessionCookie(ctx, { session, user });
      return ctx.json({ token: session.token, user: parseUserOutput(ctx.context.options, user) });
    },
  );

/**
 * @param {GenericEndpointContext} ctx
 * @param {CheckedOptions} options
 * @param {string} code
 * @returns {Promise<LoginUser>}
 */
async function askBaidu(ctx, { client, unionid: mode }, code) {
  try {
    const signal = ctx.request?.signal;
    const { openid, session_key } = await client.login(code, { signal });
    /** @param {unknown} error */
    const onFailure = (error) => ctx.context.logger.warn("Sign-in without the unionid", error);
    return { openid, session_key, ...(await lookUpUnionid(client, openid, { mode, signal, onFailure })) };
  } catch (error) {
    throw signInError(ctx, error);
  }
}
