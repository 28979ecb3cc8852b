/** Builds a request of any call, shows it, and sends it through the local server. */

/** @import { Endpoint } from "../../../types/index.cjs" */
/** @import { Target } from "../server.js" */

import { useId, useState } from "preact/hooks";
import { curl } from "../../../cli/masked-request.js";
import { paramOf } from "../../../cli/values.js";
import { calls } from "../../../wasm/calls.js";
import { fillFromMock } from "../fill-from-mock.js";
import { AnswerCard } from "../parts/answer-card.jsx";
import { Choice } from "../parts/choice.jsx";
import { CodeBlock } from "../parts/code-block.jsx";
import { Field } from "../parts/field.jsx";
import { FieldsTable } from "../parts/fields-table.jsx";
import { RunCommand } from "../parts/run-command.jsx";
import { ServerNotice } from "../parts/server-notice.jsx";
import { isEmpty, paramsOf, requestToShow } from "../request.js";
import { useStudio } from "../studio-context.js";
import { useTask } from "../task.js";

const ENDPOINTS = /** @type {Endpoint[]} */ (Object.keys(calls));

export function RequestView() {
  const { texts, server, mock, values, setValues } = useStudio();
  const t = texts.request;
  const [endpoint, setEndpoint] = useState(/** @type {Endpoint} */ ("jscode2sessionkey"));
  const [target, setTarget] = useState(/** @type {Target} */ (server ? "mock" : "baidu"));
  const [isSubmitted, setSubmitted] = useState(false);
  const sending = useTask();
  const filling = useTask();
  const params = paramsOf(endpoint, values);

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    setSubmitted(true);
    if (server && !sending.isRunning && !Object.values(params).some(isEmpty))
      sending.run(async () => ({ endpoint, params, sent: await server.send(endpoint, params, target) }));
  }

  /** @param {Endpoint} name */
  function choose(name) {
    setEndpoint(name);
    setSubmitted(false);
    sending.clear();
    filling.clear();
  }

  return (
    <>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="columns">
        <form class="stack" noValidate onSubmit={submit}>
          <Choice
            label={t.call}
            value={endpoint}
            options={ENDPOINTS.map((name) => [name, name])}
            onChange={(name) => choose(/** @type {Endpoint} */ (name))}
          />
          <div>
            <p class="hint">{texts.calls[endpoint]}</p>
            {calls[endpoint].spendsCode && <p class="hint caution">{t.spendsCode}</p>}
          </div>
          <Values endpoint={endpoint} isSubmitted={isSubmitted} />
          {server ? (
            <>
              <Targets target={target} setTarget={setTarget} />
              <div class="actions">
                {/* Not disabled, which would take the focus away. */}
                <button type="submit" class="main" aria-disabled={sending.isRunning}>
                  {sending.isRunning ? t.sending : t.send}
                </button>
                {mock && target === "mock" && (
                  <button
                    type="button"
                    onClick={() => filling.run(() => fillFromMock(server, endpoint).then(setValues))}
                  >
                    {t.fill}
                  </button>
                )}
                <span class="hint" role="status">
                  {filling.isDone && t.filled}
                </span>
              </div>
              <ServerNotice error={filling.error ?? sending.error} />
            </>
          ) : (
            <RunCommand why={texts.static} />
          )}
        </form>
        <section class="stack" aria-live="polite">
          {sending.result && <AnswerCard {...sending.result} />}
          <RequestShown endpoint={endpoint} {...(target === "mock" && mock && { baseUrl: mock.url })} />
        </section>
      </div>
    </>
  );
}

/** @param {{ endpoint: Endpoint, isSubmitted: boolean }} props  isSubmitted: then empty fields are errors */
function Values({ endpoint, isSubmitted }) {
  const { lang, texts, values, setValues, showsSecrets } = useStudio();
  const t = texts.request;

  /** @param {string} value */
  function errorOf(value) {
    if (isEmpty(value)) return isSubmitted ? t.empty : "";
    return value === value.trim() ? "" : t.whiteSpace;
  }

  return (
    <fieldset class="stack">
      <legend>{t.values}</legend>
      {calls[endpoint].params.map((name) => (
        <Field
          key={name}
          name={name}
          label={paramOf(name).does[lang]}
          value={values[name] ?? ""}
          isHidden={paramOf(name).isSecret && !showsSecrets}
          error={errorOf(values[name] ?? "")}
          onInput={(value) => setValues({ [name]: value })}
        />
      ))}
    </fieldset>
  );
}

/** @param {{ target: Target, setTarget: (target: Target) => void }} props */
function Targets({ target, setTarget }) {
  const { texts, mock } = useStudio();
  const t = texts.request;
  const group = useId();
  return (
    <fieldset class="choices">
      <legend>{t.to}</legend>
      {
        /** @type {const} */ (["mock", "baidu"]).map((name) => (
          <label key={name} class="check">
            <input type="radio" name={group} checked={target === name} onChange={() => setTarget(name)} />
            <span>
              {t[name]} {name === "mock" && mock && <code>{mock.url.replace("http://", "")}</code>}
            </span>
          </label>
        ))
      }
    </fieldset>
  );
}

/** @param {{ endpoint: Endpoint, baseUrl?: string }} props */
function RequestShown({ endpoint, baseUrl }) {
  const { texts, values, showsSecrets } = useStudio();
  const t = texts.request;
  const request = requestToShow(endpoint, values, { showsSecrets, ...(baseUrl && { baseUrl }) });
  return (
    <>
      <CodeBlock name="url" head={`${request.method} ${t.url}`} text={request.url} />
      <section class="code" data-name="form">
        <div class="head">
          <h2>{t.form}</h2>
        </div>
        {request.body === undefined ? (
          <p class="empty">{t.noForm}</p>
        ) : (
          <FieldsTable fields={[...new URLSearchParams(request.body)]} />
        )}
      </section>
      <CodeBlock name="curl" head={t.curl} text={curl(request)} />
      <p class="hint">{t.masked}</p>
    </>
  );
}
