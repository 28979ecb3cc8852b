// What an app with Better Auth writes: the plugin's endpoints and fields have types.
import { betterAuth } from "better-auth";
import { SwanClient } from "swan-login";
import { swanLogin } from "swan-login/better-auth";

const client = new SwanClient({ client_id: "", sk: "" });
const auth = betterAuth({
  plugins: [
    swanLogin({
      client,
      unionid: "if-available",
      providerId: "swan",
      mapProfileToUser: async ({ openid, unionid }) => ({ name: openid, level: unionid ? 1 : 0 }),
      schema: { user: { fields: { swanUnionid: "swan_unionid" } } },
    }),
  ],
});

export async function signIn(code: string): Promise<string> {
  const { token, user } = await auth.api.signInSwan({ body: { code } });
  return `${token} ${user.id}`;
}

export async function numberOf(
  headers: Headers,
  body: { data: string; iv: string },
): Promise<string | undefined | null> {
  await auth.api.linkSwanPhoneNumber({ headers, body });
  const profile: unknown = await auth.api.decryptSwanUserData({ headers, body });
  const session = await auth.api.getSession({ headers });
  const unionid: string | undefined | null = session?.user.swanUnionid;
  return profile ? session?.user.phoneNumber : unionid;
}

export const code: "SWAN_CODE_INVALID" = auth.$ERROR_CODES.SWAN_CODE_INVALID.code;

// @ts-expect-error the code is missing
auth.api.signInSwan({ body: {} });
// @ts-expect-error the data is missing
auth.api.linkSwanPhoneNumber({ body: { iv: "" } });
// @ts-expect-error there is no such option
swanLogin({ client, provider: "swan" });
// @ts-expect-error the email is the plugin's own
swanLogin({ client, mapProfileToUser: () => ({ email: "a@b.c" }) });
// @ts-expect-error there is no such field
swanLogin({ client, schema: { user: { fields: { unionid: "u" } } } });
