/** @import { StandardSchemaV1 } from "better-auth" */

/**
 * The schema of a JSON body with texts that are not empty; Better Auth answers other bodies with 400. As a Standard
 * Schema, because Better Auth takes one, and a library of schemas would be a dependency.
 * @template {string} Name
 * @param {Record<Name, number>} lengths  the longest text for each name, in characters
 * @returns {StandardSchemaV1<Record<Name, string>>}
 */
export function texts(lengths) {
  const names = /** @type {Name[]} */ (Object.keys(lengths));
  return {
    "~standard": {
      version: 1,
      vendor: "swan-login",
      validate(body) {
        const texts = Object(body);
        const issues = names
          .filter((name) => !isText(texts[name], lengths[name]))
          .map((name) => ({ message: `must be a text of 1 to ${lengths[name]} characters`, path: [name] }));
        return issues.length > 0 ? { issues } : { value: texts };
      },
    },
  };
}

/** @param {unknown} value @param {number} maxLength */
const isText = (value, maxLength) => typeof value === "string" && value.trim() !== "" && value.length <= maxLength;
