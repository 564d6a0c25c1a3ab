/** Addresses of the public registries that Nexus hands on (what their makers name; Docker Hub's is that of its API, as Nexus asks for it). */
export const PUBLIC_REGISTRIES = {
  docker: "https://registry-1.docker.io",
  maven: "https://repo1.maven.org/maven2/",
  npm: "https://registry.npmjs.org",
  pypi: "https://pypi.org",
} as const;
