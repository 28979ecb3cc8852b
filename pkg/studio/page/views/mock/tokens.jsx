/** @import { Overview } from "../mock.jsx" */

import { useState } from "preact/hooks";
import { Choice } from "../../parts/choice.jsx";
import { MockActions } from "../../parts/mock-actions.jsx";
import { useStudio } from "../../studio-context.js";

/** Tokens of the app and of the third-party platform. @param {{ overview: Overview, refresh: () => void }} props */
export function TokensSection({ overview: { apps }, refresh }) {
  const { texts } = useStudio();
  const t = texts.mock;
  const [chosen, setChosen] = useState("");
  const app = () => ({ client_id: chosen || apps[0]?.client_id });
  return (
    <section class="card stack">
      <h2>{t.tokens}</h2>
      <Choice
        label={t.app}
        value={app().client_id ?? ""}
        options={apps.map(({ client_id }) => [client_id, client_id])}
        onChange={setChosen}
      />
      <MockActions
        refresh={refresh}
        actions={[
          { text: t.revoke, path: "revoke-tokens", params: app },
          { text: t.resetSecret, path: "reset-secret", params: app },
          { text: t.appToken, path: "tp-token", params: app },
          { text: t.ticket, path: "platform/issue-ticket" },
          { text: t.authorizationCode, path: "platform/code", params: app },
        ]}
      />
    </section>
  );
}
