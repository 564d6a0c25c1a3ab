/** Text as it stands in a filter, where some characters mean something (RFC 4515). */
export function filterText(text: string): string {
  return text.replaceAll(/[\\*()\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** A filter for entries that have a value. */
export function has(attribute: string, value: string): string {
  return `(${attribute}=${filterText(value)})`;
}

/** A filter for entries that at least one filter finds. */
export function any(filters: readonly string[]): string {
  return filters.length === 1 ? filters.join("") : `(|${filters.join("")})`;
}

/** A filter for entries that all filters find. */
export function all(filters: readonly string[]): string {
  return filters.length === 1 ? filters.join("") : `(&${filters.join("")})`;
}

/** A filter for entries that another does not find. */
export function not(filter: string): string {
  return `(!${filter})`;
}
