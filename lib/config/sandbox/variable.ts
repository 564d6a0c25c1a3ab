/** The environment variable that a process sees a key of its config as: `connection.url` becomes `connection_url` (INF-39). */
export function variableOf(key: string): string {
  return key.replaceAll(/[^A-Za-z0-9_]/g, "_");
}
