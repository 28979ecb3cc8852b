/** @import { MockRequest } from "../../../../types/mock.cjs" */

import { FieldsTable } from "../../parts/fields-table.jsx";
import { useStudio } from "../../studio-context.js";

/** More would make the page slow; the mock has them all. */
const MAX_SHOWN = 100;

/** The newest first. @param {{ requests: MockRequest[], refresh: () => void }} props */
export function LogSection({ requests, refresh }) {
  const { texts } = useStudio();
  const t = texts.mock;
  return (
    <section class="log">
      <div class="head">
        <h2>{t.log}</h2>
        <button type="button" class="quiet" onClick={refresh}>
          {t.refresh}
        </button>
      </div>
      {requests.length === 0 && <p class="empty">{t.noRequests}</p>}
      <ol reversed hidden={requests.length === 0}>
        {requests
          .slice(-MAX_SHOWN)
          .reverse()
          .map((request, index) => (
            <Entry key={requests.length - index} request={request} />
          ))}
      </ol>
    </section>
  );
}

/** @param {{ request: MockRequest }} props */
function Entry({ request: { time, method, path, endpoint, query, form, fault, status, errno, error_code, error } }) {
  const { texts } = useStudio();
  const t = texts.mock;
  const refusal = [
    errno !== undefined && errno !== 0 && `errno ${errno}`,
    error_code !== undefined && `error_code ${error_code}`,
    error,
  ].filter(Boolean);
  const isGood = status === 200 && refusal.length === 0;
  return (
    <li>
      <details>
        <summary>
          <time dateTime={time}>{time.slice(11, 19)}</time>
          <span class="call">{endpoint ?? path}</span>
          <span class={isGood ? "tag good" : "tag bad"}>{status ?? t.noAnswer}</span>
          {refusal.length > 0 && <span class="tag bad">{refusal.join(", ")}</span>}
          {fault && <span class="tag warn">{fault}</span>}
        </summary>
        <p>
          <code>
            {method} {path}
          </code>
        </p>
        <Part head={t.query} fields={query} />
        <Part head={t.form} fields={form} />
      </details>
    </li>
  );
}

/** @param {{ head: string, fields: Readonly<Record<string, string>> }} props */
function Part({ head, fields }) {
  const entries = Object.entries(fields);
  if (entries.length === 0) return null;
  return (
    <>
      <h3>{head}</h3>
      <FieldsTable fields={entries} />
    </>
  );
}
