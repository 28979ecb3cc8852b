import { CopyButton } from "./copy-button.jsx";
import { Notice } from "./notice.jsx";

const COMMAND = "npx swan-login studio";

/** Says why something needs the local server, and how to start it. @param {{ why: string }} props */
export function RunCommand({ why }) {
  return (
    <Notice kind="plain">
      {why} <code>{COMMAND}</code> <CopyButton text={COMMAND} label={COMMAND} />
    </Notice>
  );
}
