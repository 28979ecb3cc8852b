import { useEffect, useState } from "preact/hooks";
import { useStudio } from "../studio-context.js";

/** @param {{ text: string, label: string }} props  label: of what is copied */
export function CopyButton({ text, label }) {
  const { texts } = useStudio();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`${texts.copy}: ${label}`}
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
    >
      <span aria-live="polite">{isCopied ? texts.copied : texts.copy}</span>
    </button>
  );
}
