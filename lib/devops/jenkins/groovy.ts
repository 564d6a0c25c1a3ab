/** Text of Groovy that means itself, in single quotes. The dollar sign is spelled out: Jenkins resolves references before Groovy reads. */
export function groovyText(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll("$", "\\u0024")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `'${escaped}'`;
}
