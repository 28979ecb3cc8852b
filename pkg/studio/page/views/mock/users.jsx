/** @import { Overview } from "../mock.jsx" */

import { useState } from "preact/hooks";
import { Field } from "../../parts/field.jsx";
import { MockActions } from "../../parts/mock-actions.jsx";
import { useStudio } from "../../studio-context.js";

/** What a mini program of a user gets: codes, ids, user data. @param {{ overview: Overview, refresh: () => void }} props */
export function UsersSection({ overview: { users }, refresh }) {
  const { texts } = useStudio();
  const t = texts.mock;
  const [user, setUser] = useState("");
  const [content, setContent] = useState("");
  const parsed = parseContent(content);
  const identity = () => (user.trim() ? { user: user.trim() } : {});
  return (
    <section class="card stack">
      <h2>{t.users}</h2>
      <Field label={t.user} value={user} onInput={setUser} hint={`${t.userHint} (${users.slice(0, 8).join(", ")})`} />
      <Field
        label={t.content}
        value={content}
        rows={2}
        onInput={setContent}
        placeholder='{ "mobile": "13800000000" }'
        {...(parsed === undefined && { error: t.contentWrong })}
      />
      <MockActions
        refresh={refresh}
        isDisabled={parsed === undefined}
        actions={[
          { text: t.issueCode, path: "code", params: identity, isMain: true },
          { text: t.showIds, path: "user", params: identity },
          { text: t.encrypt, path: "user-data", params: () => ({ ...identity(), ...parsed }) },
          { text: t.authorize, path: "authorized", params: () => ({ ...identity(), authorized: true }) },
          { text: t.unauthorize, path: "authorized", params: () => ({ ...identity(), authorized: false }) },
        ]}
      />
    </section>
  );
}

/** @param {string} text @returns {{ content?: unknown } | undefined}  undefined if it is not JSON */
function parseContent(text) {
  if (text.trim() === "") return {};
  try {
    return { content: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
