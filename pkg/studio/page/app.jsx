/**
 * The frame of the page: the list of views, the settings, and the view that is shown.
 *
 * @import { Settings } from "./settings.js"
 * @import { MockInfo } from "./server.js"
 */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { readAddress } from "./address.js";
import { Notice } from "./parts/notice.jsx";
import { SettingsPanel } from "./parts/settings-panel.jsx";
import { connect } from "./server.js";
import { readSettings, storeSettings } from "./settings.js";
import { StudioContext } from "./studio-context.js";
import { en } from "./texts/en.js";
import { zh } from "./texts/zh.js";
import { LookUpView } from "./views/look-up.jsx";
import { MockView } from "./views/mock.jsx";
import { ReplyView } from "./views/reply.jsx";
import { RequestView } from "./views/request.jsx";
import { UserDataView } from "./views/user-data.jsx";

const TEXTS = { en, zh };

const VIEWS = {
  request: RequestView,
  reply: ReplyView,
  "user-data": UserDataView,
  mock: MockView,
  "look-up": LookUpView,
};

const NAMES = /** @type {["request", ...(keyof typeof VIEWS)[]]} */ (Object.keys(VIEWS));

/** Whether the page was served by the local server. */
const hasServer = document.documentElement.dataset.server === "local";

/** @param {{ isLoaded: boolean }} props  whether the core is there */
export function App({ isLoaded }) {
  const [address, setAddress] = useState(() => readAddress(NAMES));
  const [settings, setSettings] = useState(() => readSettings(address.lang));
  const [showsSecrets, setShowsSecrets] = useState(false);
  const [values, setAllValues] = useState(/** @type {Record<string, string>} */ ({}));
  const [mock, setMock] = useState(/** @type {MockInfo | undefined} */ (undefined));
  const [serverError, setServerError] = useState("");
  const { token, view } = address;
  const texts = TEXTS[settings.lang];
  const server = useMemo(() => (hasServer && token ? connect(token) : undefined), [token]);

  useEffect(() => {
    const onChange = () => setAddress(readAddress(NAMES));
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  useEffect(() => applySettings(settings, texts.nav[view]), [settings, view]);
  useEffect(() => {
    server?.mock().then(
      (info) => {
        setMock(info);
        setServerError("");
      },
      ({ code }) => setServerError(code),
    );
  }, [server]);

  /** @param {Partial<Settings>} changed */
  function change(changed) {
    const next = { ...settings, ...changed };
    storeSettings(next);
    setSettings(next);
  }

  const main = useFocusOnChange(view);
  const visited = useVisited(view);
  const studio = {
    lang: settings.lang,
    texts,
    showsSecrets,
    values,
    setValues: (/** @type {Readonly<Record<string, string>>} */ some) => setAllValues((all) => ({ ...all, ...some })),
    ...(server && { server }),
    ...(mock && { mock }),
  };
  return (
    <StudioContext.Provider value={studio}>
      <a class="skip" href="#main">
        {texts.skip}
      </a>
      <header class="frame">
        <p class="brand">
          <img src="icon.svg" alt="" width="28" height="28" />
          <span>
            swan-login <b>studio</b>
          </span>
        </p>
        <nav aria-label={texts.views}>
          <ul>
            {NAMES.map((name) => (
              <li key={name}>
                <a href={`#${name}`} aria-current={name === view ? "page" : undefined}>
                  {texts.nav[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <SettingsPanel
          settings={settings}
          change={change}
          showsSecrets={showsSecrets}
          setShowsSecrets={setShowsSecrets}
        />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {!isLoaded && <Notice kind="bad">{texts.coreFailed}</Notice>}
        {hasServer && !token && <Notice kind="warn">{texts.noToken}</Notice>}
        {serverError && (
          <Notice kind="bad">{serverError === "token_wrong" ? texts.tokenWrong : texts.unreachable}</Notice>
        )}
        {isLoaded &&
          visited.map((name) => {
            const View = VIEWS[name];
            return (
              <div key={name} hidden={name !== view}>
                <View isShown={name === view} />
              </div>
            );
          })}
      </main>
    </StudioContext.Provider>
  );
}

/** @param {Settings} settings @param {string} title */
function applySettings({ lang, theme }, title) {
  const root = document.documentElement;
  root.lang = lang === "zh" ? "zh-CN" : "en";
  root.dataset.theme = theme;
  document.title = `${title} – swan-login studio`;
}

/** The views that were shown: they stay, so that nothing that was typed or answered is lost. @template T @param {T} view */
function useVisited(view) {
  const [visited, setVisited] = useState([view]);
  if (visited.includes(view)) return visited;
  setVisited([...visited, view]);
  return [...visited, view];
}

/** Puts the focus on an element when something other is shown, so that the keyboard and screen readers go on there. @param {unknown} shown */
function useFocusOnChange(shown) {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  const before = useRef(shown);
  useEffect(() => {
    if (before.current !== shown) element.current?.focus();
    before.current = shown;
  }, [shown]);
  return element;
}
