import { CommonJSFileDetector, Configuration } from "@midwayjs/core";
import * as koa from "@midwayjs/koa";

const { COOKIE_KEY = "", PORT = "7001" } = process.env;

@Configuration({
  imports: [koa],
  detector: new CommonJSFileDetector(),
  importConfigs: [{ default: { keys: COOKIE_KEY, koa: { port: Number(PORT) } } }],
})
export class MainConfiguration {}
