/**
 * uniCloud 的 uni-id：百度智能小程序登录。uni-id-co 自带的 login-by-baidu.js 只会抛出 not yet implemented，用本文件替换它：
 *
 * 1. 在云对象 uni-id-co 的目录里执行 npm install swan-login，并用本文件替换 module/login/login-by-baidu.js。
 * 2. 在 index.obj.js 里，像 loginByAlipay 那样加上 loginByBaidu：一处在 require，一处在 module.exports。
 * 3. 在 uni-config-center/uni-id/config.json 里加上 AppKey（不是 App ID）和 AppSecret：
 *    "mp-baidu": { "oauth": { "baidu": { "appkey": "…", "appsecret": "…" } } }
 *
 * 小程序端：uni.login({ provider: "baidu" }) 得到 code，再调用 uniIdCo.loginByBaidu({ code })。
 */

const { SwanClient } = require("swan-login");
const { LOG_TYPE } = require("../../common/constants");
const { ERROR } = require("../../common/error");
const { preUnifiedLogin, postUnifiedLogin } = require("../../lib/utils/unified-login");

/**
 * @param {object} params
 * @param {string} params.code  uni.login 得到的登录凭证，只能用一次
 * @param {string} [params.inviteCode]  邀请码
 */
module.exports = async function loginByBaidu(params = {}) {
  this.middleware.validate(params, { code: "string", inviteCode: { type: "string", required: false } });
  const { openid, session_key } = await exchangeCode.call(this, params.code);

  // 身份存放在 uni-id-users 表的 identities 里，因此不用改表结构。
  const identity = { provider: "baidu", uid: openid };
  const { type, user } = await preUnifiedLogin.call(this, { user: { identities: identity } });
  return postUnifiedLogin.call(this, {
    user: type === "register" ? { ...user, identities: [identity] } : user,
    // 客户端读不到 third_party。解密手机号等用户数据时需要 session_key，它绝不能发给小程序。
    extraData: { third_party: { mp_baidu: { session_key } } },
    isThirdParty: true,
    type,
    inviteCode: params.inviteCode,
  });
};

async function exchangeCode(code) {
  const { appkey, appsecret, baseUrl } = this.configUtils.getOauthConfig({ provider: "baidu" });
  try {
    return await new SwanClient({ client_id: appkey, sk: appsecret, baseUrl }).login(code);
  } catch (error) {
    // error 的任何字段都不含密钥，可以放心写进日志。
    console.error(error);
    await this.middleware.uniIdLog({ success: false, type: LOG_TYPE.LOGIN });
    throw { errCode: ERROR.GET_THIRD_PARTY_ACCOUNT_FAILED };
  }
}
