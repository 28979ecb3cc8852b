// One call, an access token for AppKey and AppSecret, as each library makes it. They are imported only when they run,
// so that importing can be measured.

/**
 * @typedef {object} Contender
 * @property {string} source  what is imported
 * @property {(library: any, origin: string, timeout?: number) => () => Promise<unknown>} prepare  gives the call
 */

const client_id = "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7";
const sk = "VNLkyGTBVGyvOOsQzRFUg4Ms4DrLnUgt";
const scope = "smartapp_snsapi_base";
const path = "/oauth/2.0/token";
const timeout = 10_000;

/** @param {string} origin */
const asServer = (origin) => ({ issuer: origin, token_endpoint: origin + path });

/** @type {Record<string, Contender>} */
export const contenders = {
  "swan-login": {
    source: "swan-login",
    prepare:
      ({ getAccessToken }, baseUrl, timeout) =>
      () =>
        getAccessToken({ client_id, sk }, { baseUrl, timeout }),
  },
  "by hand": {
    source: "./by-hand.js",
    prepare:
      ({ getAccessToken }, baseUrl) =>
      () =>
        getAccessToken({ client_id, sk }, { baseUrl }),
  },
  // Not in workerd: it says how much of a call is the core.
  "without core": {
    source: "./without-core.js",
    prepare:
      ({ getAccessToken }, baseUrl) =>
      () =>
        getAccessToken({ client_id, sk }, { baseUrl }),
  },
  oauth4webapi: {
    source: "oauth4webapi",
    prepare(oauth, origin) {
      const client = { client_id };
      return async () => {
        const options = { [oauth.allowInsecureRequests]: true, signal: AbortSignal.timeout(timeout) };
        const auth = oauth.ClientSecretPost(sk);
        const response = await oauth.clientCredentialsGrantRequest(asServer(origin), client, auth, { scope }, options);
        return oauth.processClientCredentialsResponse(asServer(origin), client, response);
      };
    },
  },
  "openid-client": {
    source: "openid-client",
    prepare(openid, origin) {
      const configuration = new openid.Configuration(
        asServer(origin),
        client_id,
        undefined,
        openid.ClientSecretPost(sk),
      );
      openid.allowInsecureRequests(configuration);
      return () => openid.clientCredentialsGrant(configuration, { scope });
    },
  },
  // It knows no client credentials; an authorization code costs as much: one form, one JSON object.
  arctic: {
    source: "arctic",
    prepare({ OAuth2Client }, origin) {
      const client = new OAuth2Client(client_id, sk, null);
      return async () => (await client.validateAuthorizationCode(origin + path, scope, null)).accessToken();
    },
  },
  axios: {
    source: "axios",
    prepare({ default: axios }, origin) {
      return async () => {
        const form = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret: sk, scope });
        return accessToken((await axios.post(origin + path, form, { timeout, maxRedirects: 0 })).data);
      };
    },
  },
  ky: {
    source: "ky",
    prepare({ default: ky }, origin) {
      return async () => {
        const body = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret: sk, scope });
        return accessToken(await ky.post(origin + path, { body, timeout, retry: 0 }).json());
      };
    },
  },
};

/** @param {any} reply */
function accessToken(reply) {
  if (typeof reply.access_token !== "string") throw new Error("no access_token");
  return reply.access_token;
}
