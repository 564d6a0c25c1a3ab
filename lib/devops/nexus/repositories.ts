import { PUBLIC_REGISTRIES } from "../../config/devops/public-registries";
import { NEXUS, OWN_PREFIX } from "./names";
import type { RepositoryFormat } from "./selector";

/** Ecosystems whose public registry Nexus can stand before. */
export type Ecosystem = "docker" | "maven" | "npm" | "pypi";

/** What Nexus keeps for the testbed. */
export interface NexusRepositories {
  /**
   * Public registries that Nexus hands on and remembers: their addresses, and false for one that it does not. Default: those of
   * `PUBLIC_REGISTRIES`
   */
  readonly proxies?: Readonly<Partial<Record<Ecosystem, string | false>>> | undefined;
  /** What group ids of Maven begin with before the name of the group of code: `eu.infinitech` for `eu.infinitech.pilot1`. Default: nothing */
  readonly mavenPrefix?: string | undefined;
  /** Whether a tag of an image, once pushed, stays what it is; `latest` may always move. Default: true */
  readonly immutableTags?: boolean | undefined;
}

/** A repository: where it is in Nexus, what it is, and what its REST API is told. */
export interface Repository {
  readonly name: string;
  /** Format as rights name it. */
  readonly format: RepositoryFormat;
  readonly type: "hosted" | "proxy";
  /** Whose it is: of one group of code, of all of them by path, or of nobody, as with what is only handed on. */
  readonly of: { readonly group: string } | "all groups" | "nobody";
  /** The part of the REST API that makes it. */
  readonly api: string;
  readonly body: object;
}

/** Where repositories keep what they hold: images, which are large, apart from the rest. */
export const BLOB_STORES = ["images", "packages"] as const;

/** One of the stores. */
export type BlobStoreName = (typeof BLOB_STORES)[number];

/** Policies by which Nexus cleans up, each night at one o'clock. None of them ever touches a release or a tagged image of ours. */
export const CLEANUP = {
  /** Snapshots of Maven that nobody has built anew for so many days. */
  snapshots: { name: `${OWN_PREFIX}old-snapshots`, days: 30 },
  /** What was handed on from a public registry, and nobody has asked for in so many days: it can be had again. */
  proxied: { name: `${OWN_PREFIX}unused-proxied`, days: 60 },
} as const;

/** Minutes that Nexus believes what it knows of a public registry: a day, the default of its pages. */
const REMEMBERED = 1440;

/**
 * All repositories. What is pushed is never overwritten, but for snapshots, raw files and the tag `latest`. No repository groups several:
 * whoever may read such a group reads all of its members, those of private pilots too.
 *
 * @param groups names of the groups of code: each has a repository of Python packages, whose paths say nothing of a group
 */
export function repositoriesOf(repositories: NexusRepositories, groups: readonly string[]): Repository[] {
  const { proxies = {}, immutableTags = true } = repositories;
  const wanted = (ecosystem: Ecosystem) => proxies[ecosystem] ?? PUBLIC_REGISTRIES[ecosystem];
  const packages = (writePolicy: "ALLOW" | "ALLOW_ONCE") => hostedIn("packages", writePolicy);
  const ofAll = { type: "hosted", of: "all groups" } as const;
  const hosted: Repository[] = [
    {
      ...ofAll,
      name: NEXUS.images,
      format: "docker",
      api: "docker",
      body: {
        storage: {
          ...hostedIn("images", immutableTags ? "ALLOW_ONCE" : "ALLOW").storage,
          latestPolicy: immutableTags,
        },
        docker: { v1Enabled: false, forceBasicAuth: true, httpPort: NEXUS.ports.registry },
      },
    },
    {
      ...ofAll,
      name: "maven-releases",
      format: "maven2",
      api: "maven",
      body: { ...packages("ALLOW_ONCE"), maven: { versionPolicy: "RELEASE", layoutPolicy: "STRICT" } },
    },
    {
      ...ofAll,
      name: "maven-snapshots",
      format: "maven2",
      api: "maven",
      body: {
        ...packages("ALLOW"),
        maven: { versionPolicy: "SNAPSHOT", layoutPolicy: "STRICT" },
        cleanup: { policyNames: [CLEANUP.snapshots.name] },
      },
    },
    { ...ofAll, name: "npm", format: "npm", api: "npm", body: packages("ALLOW_ONCE") },
    {
      ...ofAll,
      name: "raw",
      format: "raw",
      api: "raw",
      // Pages that somebody uploads are not shown in the name of Nexus: a browser saves them.
      body: { ...packages("ALLOW"), raw: { contentDisposition: "ATTACHMENT" } },
    },
    ...groups.map(
      (group): Repository => ({
        name: `pypi-${group}`,
        format: "pypi",
        type: "hosted",
        of: { group },
        api: "pypi",
        body: packages("ALLOW_ONCE"),
      }),
    ),
  ];
  const [docker, maven, npm, pypi] = [wanted("docker"), wanted("maven"), wanted("npm"), wanted("pypi")];
  const all = [
    ...hosted,
    ...handedOn("docker-proxy", "docker", "docker", docker, {
      // It has no port of its own: images of Docker Hub are below the name of the repository, at the host of Nexus.
      docker: { v1Enabled: false, forceBasicAuth: true, pathEnabled: true },
      dockerProxy: { indexType: docker === PUBLIC_REGISTRIES.docker ? "HUB" : "REGISTRY" },
    }),
    ...handedOn("maven-proxy", "maven2", "maven", maven, {
      maven: { versionPolicy: "RELEASE", layoutPolicy: "PERMISSIVE" },
    }),
    ...handedOn("npm-proxy", "npm", "npm", npm, {}),
    ...handedOn("pypi-proxy", "pypi", "pypi", pypi, {}),
  ];
  return all.map((one) => ({ ...one, body: { name: one.name, online: true, ...one.body } }));
}

function hostedIn(store: BlobStoreName, writePolicy: "ALLOW" | "ALLOW_ONCE") {
  return { storage: { blobStoreName: store, strictContentTypeValidation: true, writePolicy } };
}

function handedOn(
  name: string,
  format: RepositoryFormat,
  api: string,
  remoteUrl: string | false,
  more: object,
): Repository[] {
  if (remoteUrl === false) return [];
  const store: BlobStoreName = format === "docker" ? "images" : "packages";
  const body = {
    storage: { blobStoreName: store, strictContentTypeValidation: true },
    cleanup: { policyNames: [CLEANUP.proxied.name] },
    proxy: { remoteUrl, contentMaxAge: format === "maven2" ? -1 : REMEMBERED, metadataMaxAge: REMEMBERED },
    negativeCache: { enabled: true, timeToLive: REMEMBERED },
    httpClient: { blocked: false, autoBlock: true },
    ...more,
  };
  return [{ name, format, type: "proxy", of: "nobody", api, body }];
}

/**
 * Where the artefacts of a group of code stand in a repository that all groups share: images `<group>/<project>`, npm
 * packages `@<group>/<name>`, raw files below `/<group>/`, and Maven's group id, with its prefix.
 */
export function pathsOf(format: RepositoryFormat, group: string, { mavenPrefix }: NexusRepositories): string {
  switch (format) {
    case "docker":
      return `/v2/${group}/`;
    case "maven2":
      return `/${mavenPrefix === undefined ? "" : `${mavenPrefix.replaceAll(".", "/")}/`}${group}/`;
    case "npm":
      return `/@${group}/`;
    case "pypi":
    case "raw":
      return `/${group}/`;
  }
}
