/** Decrypts user data, or says why it does not open. */

/** @import { UserData } from "../diagnose.js" */

import { useState } from "preact/hooks";
import { paramOf } from "../../../cli/values.js";
import { decryptUserData } from "../core.js";
import { diagnose } from "../diagnose.js";
import { CodeBlock } from "../parts/code-block.jsx";
import { Field } from "../parts/field.jsx";
import { Notice } from "../parts/notice.jsx";
import { useStudio } from "../studio-context.js";

const NAMES = /** @type {const} */ (["client_id", "session_key", "iv", "data"]);

export function UserDataView() {
  const { lang, texts, values, setValues, showsSecrets } = useStudio();
  const t = texts.userData;
  const [pasted, setPasted] = useState("");
  const given = /** @type {UserData} */ (Object.fromEntries(NAMES.map((name) => [name, values[name] ?? ""])));
  const isWhole = NAMES.every((name) => given[name].trim() !== "");

  /** @param {string} text */
  function paste(text) {
    const fields = readUserData(text);
    setPasted(fields ? "" : text);
    if (fields) setValues(fields);
  }

  return (
    <>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="columns">
        <section class="stack">
          <Field
            label={t.paste}
            value={pasted}
            rows={2}
            onInput={paste}
            placeholder='{ "encryptedData": "…", "iv": "…" }'
          />
          {NAMES.map((name) => (
            <Field
              key={name}
              name={name}
              label={paramOf(name).does[lang]}
              value={values[name] ?? ""}
              isHidden={paramOf(name).isSecret && !showsSecrets}
              onInput={(value) => setValues({ [name]: value })}
            />
          ))}
        </section>
        <section class="stack" aria-live="polite">
          {isWhole ? <Opened given={given} /> : <p class="empty">{t.nothing}</p>}
        </section>
      </div>
    </>
  );
}

/** @param {{ given: UserData }} props */
function Opened({ given }) {
  const { texts } = useStudio();
  const t = texts.userData;
  const { content, reasons } = open(given);
  return (
    <>
      {reasons.length > 0 && (
        <Notice kind={content === undefined ? "bad" : "warn"}>
          <h2>{content === undefined ? t.failed : t.opened}</h2>
          <ul>
            {reasons.map((reason) => (
              <li key={reason}>{t.reasons[reason]}</li>
            ))}
          </ul>
        </Notice>
      )}
      {content !== undefined && (
        <>
          <CodeBlock name="content" head={t.content} text={JSON.stringify(content, undefined, 2)} />
          <p class="hint">{t.personal}</p>
        </>
      )}
    </>
  );
}

/** @param {UserData} given @returns {import("../diagnose.js").Diagnosis} */
function open(given) {
  try {
    return { content: decryptUserData(given), reasons: [] };
  } catch {
    return diagnose(given, decryptUserData);
  }
}

/** What swan.getUserInfo or getPhoneNumber gave, also within the object that the mini program sent. @param {string} text */
function readUserData(text) {
  try {
    const value = JSON.parse(text);
    const fields = { ...value, ...value.detail, ...value.data };
    const data = fields.encryptedData ?? (typeof value.data === "string" ? value.data : fields.data);
    if (typeof data !== "string" || typeof fields.iv !== "string") return undefined;
    const others = ["client_id", "session_key"].filter((name) => typeof fields[name] === "string");
    return { data, iv: fields.iv, ...Object.fromEntries(others.map((name) => [name, fields[name]])) };
  } catch {
    return undefined;
  }
}
