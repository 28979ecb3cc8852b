// npx swan-login mock, while you develop; Baidu where nothing is set.
const target = process.env.BAIDU_URL ?? "https://spapi.baidu.com";

export default { server: { proxy: { "/oauth": { target, changeOrigin: true } } } };
