/** @import { Settings, Theme } from "../settings.js" */

import { useStudio } from "../studio-context.js";
import { Choice } from "./choice.jsx";

/**
 * Language, secrets, theme, and whether the page stores its settings.
 *
 * @param {object} props
 * @param {Settings} props.settings
 * @param {(changed: Partial<Settings>) => void} props.change
 * @param {boolean} props.showsSecrets
 * @param {(shows: boolean) => void} props.setShowsSecrets
 */
export function SettingsPanel({ settings, change, showsSecrets, setShowsSecrets }) {
  const { texts } = useStudio();
  const { head, theme, themes, store } = texts.settings;
  const otherLang = settings.lang === "zh" ? "en" : "zh";
  return (
    <div class="settings">
      <label class="check">
        <input type="checkbox" checked={showsSecrets} onChange={() => setShowsSecrets(!showsSecrets)} />
        {texts.showSecrets}
      </label>
      <button
        type="button"
        class="quiet"
        lang={otherLang === "zh" ? "zh-CN" : "en"}
        onClick={() => change({ lang: otherLang })}
      >
        {texts.otherLanguage}
      </button>
      <details>
        <summary>{head}</summary>
        <div class="panel">
          <Choice
            label={theme}
            value={settings.theme}
            options={Object.entries(themes)}
            onChange={(value) => change({ theme: /** @type {Theme} */ (value) })}
          />
          <label class="check">
            <input
              type="checkbox"
              checked={settings.isStored}
              onChange={() => change({ isStored: !settings.isStored })}
            />
            {store}
          </label>
        </div>
      </details>
    </div>
  );
}
