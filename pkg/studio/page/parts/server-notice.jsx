import { ServerError } from "../server.js";
import { useStudio } from "../studio-context.js";
import { Notice } from "./notice.jsx";

/** Why the local server or the mock gave no answer. @param {{ error: unknown }} props  nothing if there is none */
export function ServerNotice({ error }) {
  const { texts } = useStudio();
  if (error === undefined) return null;
  const { code, message } = error instanceof ServerError ? error : { code: "", message: String(error) };
  const text = { unreachable: texts.unreachable, token_wrong: texts.tokenWrong }[code];
  return <Notice kind="bad">{text ?? message}</Notice>;
}
