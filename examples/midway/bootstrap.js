// Midway: npm install @midwayjs/bootstrap @midwayjs/core @midwayjs/koa @midwayjs/logger swan-login
const { Bootstrap } = require("@midwayjs/bootstrap");
const { Framework } = require("@midwayjs/koa");

Bootstrap.run().then(async (container) => {
  const framework = await container.getAsync(Framework);
  console.log(`http://localhost:${framework.getServer().address().port}`);
});
