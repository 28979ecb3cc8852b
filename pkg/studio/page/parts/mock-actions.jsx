import { isSecretField, MASK } from "../mask.js";
import { useStudio } from "../studio-context.js";
import { useTask } from "../task.js";
import { CopyButton } from "./copy-button.jsx";
import { Notice } from "./notice.jsx";
import { ServerNotice } from "./server-notice.jsx";

/**
 * Buttons that ask the mock, and what it answered last.
 *
 * @param {object} props
 * @param {{ text: string, path: string, params?: () => object, isMain?: boolean }[]} props.actions
 * @param {() => void} props.refresh  after each
 * @param {boolean} [props.isDisabled]
 */
export function MockActions({ actions, refresh, isDisabled = false }) {
  const { server } = useStudio();
  const asking = useTask();
  return (
    <>
      <div class="actions">
        {actions.map(({ text, path, params = () => ({}), isMain }) => (
          <button
            key={text}
            type="button"
            class={isMain ? "main" : undefined}
            disabled={isDisabled}
            onClick={() =>
              asking.run(async () => {
                const answer = await server?.askMock(path, params());
                refresh();
                return answer;
              })
            }
          >
            {text}
          </button>
        ))}
      </div>
      <ServerNotice error={asking.error} />
      {asking.result && <MockAnswer answer={asking.result} />}
    </>
  );
}

/** @param {{ answer: Record<string, unknown> }} props */
function MockAnswer({ answer }) {
  const { texts, setValues, showsSecrets } = useStudio();
  const t = texts.mock;
  const fields = Object.entries(answer).flatMap(([name, value]) =>
    typeof value === "string" ? [/** @type {const} */ ([name, value])] : [],
  );
  if (fields.length === 0) return <Notice kind="good">{t.done}</Notice>;
  return (
    <div class="made" role="status">
      <dl class="fields">
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span>{isSecretField(name) && !showsSecrets ? MASK : value}</span>{" "}
              <CopyButton text={value} label={name} />
            </dd>
          </div>
        ))}
      </dl>
      <button
        type="button"
        onClick={() => setValues(Object.fromEntries(fields.map(([name, value]) => [FIELD_OF[name] ?? name, value])))}
      >
        {texts.request.use}
      </button>
    </div>
  );
}

/** The field of a call in which an answer of the mock goes, where its name is another. @type {Readonly<Record<string, string>>} */
const FIELD_OF = { authorization_code: "code" };
