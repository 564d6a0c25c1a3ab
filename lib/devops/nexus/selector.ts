/** Formats of repositories, as Nexus' rights name them. */
export type RepositoryFormat = "docker" | "maven2" | "npm" | "pypi" | "raw";

/** Paths of a format's repositories: one path, or all that begin so. */
export interface PathsOf {
  readonly format: RepositoryFormat;
  readonly exactly?: string;
  readonly begins?: string;
}

/**
 * Paths in Nexus' language of content selectors (CSEL). No regular expressions: what begins with `/v2/pilot1/` cannot mean
 * `pilot15`, and where the end of a pattern is, differs between Nexus' databases.
 */
export function expression({ format, exactly, begins }: PathsOf): string {
  const path = exactly === undefined ? `path =^ ${text(begins ?? "/")}` : `path == ${text(exactly)}`;
  return `format == ${text(format)} and ${path}`;
}

function text(value: string): string {
  if (/["'\\\n]/.test(value)) throw new Error(`${JSON.stringify(value)} cannot stand in a content selector.`);
  return `"${value}"`;
}

/** The path that a client asks for when it signs in to the registry. */
export const REGISTRY_ROOT: PathsOf = { format: "docker", exactly: "/v2/" };
