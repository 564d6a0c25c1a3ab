import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { NEXUS_LICENCE_TEXT } from "../../../lib/config/devops/nexus";

/** What Nexus says of a body that it does not take. */
class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const name = z.string().regex(/^[a-zA-Z0-9-][a-zA-Z0-9_.-]*$/);
const text = z.string();
const filled = z.string().min(1);
const flag = z.boolean();
const whole = z.int();
const names = z.array(z.string());

const writePolicy = z.enum(["ALLOW", "ALLOW_ONCE", "DENY"]);
const storage = { blobStoreName: filled, strictContentTypeValidation: flag };
const cleanup = z.strictObject({ policyNames: names }).optional();
const hostedStorage = z.strictObject({ ...storage, writePolicy });
const hosted = {
  name,
  online: flag,
  storage: hostedStorage,
  cleanup,
  component: z.strictObject({ proprietaryComponents: flag }).optional(),
};
const connection = z.strictObject({
  retries: whole.min(0).max(10).optional(),
  timeout: whole.min(1).max(3600).optional(),
  useTrustStore: flag.optional(),
});
const proxy = {
  name,
  online: flag,
  storage: z.strictObject({ ...storage, writePolicy: text.optional() }),
  cleanup,
  proxy: z.strictObject({ remoteUrl: z.url(), contentMaxAge: whole, metadataMaxAge: whole }),
  negativeCache: z.strictObject({ enabled: flag, timeToLive: whole }),
  httpClient: z.strictObject({ blocked: flag, autoBlock: flag, connection: connection.optional() }),
  routingRule: text.optional(),
};
const maven = z.strictObject({
  versionPolicy: z.enum(["RELEASE", "SNAPSHOT", "MIXED"]),
  layoutPolicy: z.enum(["STRICT", "PERMISSIVE"]),
  contentDisposition: z.enum(["INLINE", "ATTACHMENT"]).optional(),
});
const docker = z
  .strictObject({
    v1Enabled: flag,
    forceBasicAuth: flag,
    httpPort: whole.optional(),
    httpsPort: whole.optional(),
    subdomain: text.optional(),
    pathEnabled: flag.optional(),
  })
  .refine(
    ({ pathEnabled, httpPort, httpsPort, subdomain }) =>
      pathEnabled !== true || [httpPort, httpsPort, subdomain].every((one) => one === undefined),
    "Routing by path excludes connectors",
  );

/** Bodies of repositories by format and type, as the API of version 3.94 describes them. */
const REPOSITORIES: Readonly<Record<string, z.ZodType<{ name: string }>>> = {
  "docker/hosted": z.strictObject({
    ...hosted,
    storage: z.strictObject({ ...storage, writePolicy, latestPolicy: flag.optional() }),
    docker,
  }),
  "docker/proxy": z.strictObject({
    ...proxy,
    docker,
    dockerProxy: z.strictObject({
      indexType: z.enum(["HUB", "REGISTRY", "CUSTOM"]),
      indexUrl: text.optional(),
      cacheForeignLayers: flag.optional(),
    }),
  }),
  "maven/hosted": z.strictObject({ ...hosted, maven }),
  "maven/proxy": z.strictObject({ ...proxy, maven }),
  "npm/hosted": z.strictObject(hosted),
  "npm/proxy": z.strictObject(proxy),
  "pypi/hosted": z.strictObject(hosted),
  "pypi/proxy": z.strictObject(proxy),
  "raw/hosted": z.strictObject({
    ...hosted,
    raw: z.strictObject({ contentDisposition: z.enum(["INLINE", "ATTACHMENT"]) }).optional(),
  }),
};

const action = z.enum(["READ", "BROWSE", "EDIT", "ADD", "DELETE", "RUN", "ALL"]);
const status = z.enum(["active", "locked", "disabled", "changepassword"]);
const anyCase = (...values: readonly string[]) =>
  z.string().refine((value) => values.includes(value.toUpperCase()), `is not one of ${values.join(", ")}`);

const BODIES = {
  anonymous: z.strictObject({ enabled: flag, userId: filled, realmName: z.literal("NexusAuthorizingRealm") }),
  fileStore: z.strictObject({ name, path: filled }),
  s3Store: z.strictObject({
    name,
    bucketConfiguration: z.strictObject({
      bucket: z.strictObject({ name: filled, region: filled, prefix: text.optional() }),
      bucketSecurity: z
        .strictObject({
          accessKeyId: text,
          secretAccessKey: text,
          role: text.optional(),
          sessionToken: text.optional(),
        })
        .optional(),
      advancedBucketConnection: z
        .strictObject({ endpoint: text.optional(), forcePathStyle: flag.optional(), signerType: text.optional() })
        .optional(),
    }),
  }),
  cleanup: z.strictObject({
    name: name.max(255),
    format: z.enum(["*", "docker", "maven2", "npm", "pypi", "raw"]),
    notes: text.optional(),
    criteriaLastBlobUpdated: whole.optional(),
    criteriaLastDownloaded: whole.optional(),
    criteriaReleaseType: z.enum(["RELEASES", "PRERELEASES"]).optional(),
    criteriaAssetRegex: text.optional(),
    retain: whole.min(1).optional(),
    sortBy: text.optional(),
  }),
  selector: z.strictObject({ name, description: text.optional(), expression: filled }),
  selectorUpdate: z.strictObject({ description: text.optional(), expression: filled }),
  privilege: z.strictObject({
    name,
    description: text.optional(),
    format: filled,
    repository: filled,
    contentSelector: filled,
    actions: z.array(action).min(1),
  }),
  role: z.strictObject({ id: filled, name: filled, description: text.optional(), privileges: names, roles: names }),
  user: z.strictObject({
    userId: filled,
    firstName: filled,
    lastName: filled,
    emailAddress: z.email(),
    password: filled,
    status,
    roles: names.min(1),
  }),
  userUpdate: z.strictObject({
    userId: filled,
    firstName: filled,
    lastName: filled,
    emailAddress: z.email(),
    source: filled,
    status,
    readOnly: flag.optional(),
    roles: names.min(1),
    externalRoles: names.optional(),
  }),
  ldap: z
    .strictObject({
      id: text.optional(),
      name: filled,
      protocol: anyCase("LDAP", "LDAPS"),
      useTrustStore: flag.optional(),
      host: filled,
      port: whole.min(1).max(65535),
      searchBase: filled,
      authScheme: anyCase("NONE", "SIMPLE", "DIGEST_MD5", "CRAM_MD5"),
      authRealm: text.optional(),
      authUsername: filled,
      authPassword: filled,
      connectionTimeoutSeconds: whole.min(1).max(3600),
      connectionRetryDelaySeconds: whole.min(0),
      maxIncidentsCount: whole.min(0),
      userBaseDn: text.optional(),
      userSubtree: flag.optional(),
      userObjectClass: filled,
      userLdapFilter: text.optional(),
      userIdAttribute: filled,
      userRealNameAttribute: filled,
      userEmailAddressAttribute: filled,
      userPasswordAttribute: text.optional(),
      ldapGroupsAsRoles: flag.optional(),
      groupType: anyCase("STATIC", "DYNAMIC"),
      groupBaseDn: text.optional(),
      groupSubtree: flag.optional(),
      groupObjectClass: filled,
      groupIdAttribute: filled,
      groupMemberAttribute: filled,
      groupMemberFormat: filled,
    })
    .strict(),
  task: z.strictObject({
    type: filled,
    name: filled,
    enabled: flag,
    alertEmail: z.email().optional(),
    notificationCondition: z.enum(["FAILURE", "SUCCESS_FAILURE"]),
    frequency: z.strictObject({
      schedule: z.enum(["manual", "once", "hourly", "daily", "weekly", "monthly", "cron"]),
      cronExpression: text.optional(),
      timeZoneOffset: text.optional(),
    }),
    properties: z.record(text, text),
  }),
  eula: z.strictObject({ accepted: flag, disclaimer: text }),
} as const;

/** Something that Nexus keeps. */
type Kept = Readonly<Record<string, unknown>>;

/** How the stand-in differs from a Nexus that has just started for the first time. */
export interface StandInOptions {
  readonly password: string;
  /** Which licence it asks for. Default: that of the Community Edition; null for a Nexus that asks for none */
  readonly licence?: string | null;
  /** Answers 503 so often before it is ready. Default: 0 */
  readonly startsAfter?: number;
  /** Ends the connection instead of answering from this request on. Default: never */
  readonly diesAfter?: number;
  /** Whether it can be given tasks. Default: true */
  readonly tasks?: boolean;
}

/** Realms that a Nexus with LDAP, Docker and npm has; `NexusAuthorizingRealm` is there always, and cannot be named. */
const AVAILABLE_REALMS = ["DockerToken", "LdapRealm", "NexusAuthenticatingRealm", "NpmToken", "rutauth-realm"];

/**
 * Stands in for Nexus' REST API: it keeps what it is given, and refuses what Nexus would refuse. Written from the sources of
 * 3.77 (nexus-public) and the API description of 3.94: fields, required fields, types, answers, and what must be there before.
 */
export class NexusStandIn {
  /** Every request, in order: method and path. */
  readonly requests: string[] = [];
  failedSignIns = 0;
  licenceAccepted = false;
  anonymous: Kept = { enabled: true, userId: "anonymous", realmName: "NexusAuthorizingRealm" };
  realms: readonly string[] = ["NexusAuthenticatingRealm"];
  readonly passwords = new Map<string, string>();
  readonly blobStores = new Map<string, Kept>([["default", { name: "default", type: "File" }]]);
  readonly cleanupPolicies = new Map<string, Kept>();
  readonly repositories = new Map<string, Kept>();
  readonly selectors = new Map<string, Kept>();
  readonly privileges = new Map<string, Kept>();
  readonly roles = new Map<string, Kept>([["nx-admin", { id: "nx-admin", readOnly: true }]]);
  readonly users = new Map<string, Kept>([["admin", { userId: "admin", source: "default" }]]);
  readonly ldap = new Map<string, Kept>();
  readonly tasks = new Map<string, Kept>([
    ["Cleanup service", { id: "0", name: "Cleanup service", type: "repository.cleanup" }],
  ]);

  readonly #options: StandInOptions;
  #diesAfter: number;
  #server: Server | undefined;
  #toStart: number;

  constructor(options: StandInOptions) {
    this.#options = options;
    this.#toStart = options.startsAfter ?? 0;
    this.#diesAfter = options.diesAfter ?? Number.POSITIVE_INFINITY;
    this.passwords.set("admin", options.password);
  }

  /** Listens on this machine alone. */
  async start(): Promise<string> {
    const server = createServer((request, response) => void this.#handle(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => {
      if (this.#server) this.#server.close(() => resolve());
      else resolve();
    });
  }

  /** Answers again. */
  revive(): void {
    this.#diesAfter = Number.POSITIVE_INFINITY;
  }

  /** All that it keeps, to compare. */
  snapshot(): string {
    const { licenceAccepted, anonymous, realms } = this;
    const maps = [this.passwords, this.blobStores, this.cleanupPolicies, this.repositories, this.selectors];
    const more = [this.privileges, this.roles, this.users, this.ldap, this.tasks];
    const kept = [...maps, ...more].map((map) => [...map].sort(([one], [other]) => one.localeCompare(other)));
    return JSON.stringify([licenceAccepted, anonymous, realms, ...kept], ordered, 1);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "";
    const url = new URL(request.url ?? "/", "http://nexus");
    const path = url.pathname.replace(/^\/service\/rest\//, "");
    if (path === "v1/status/writable") {
      this.#toStart -= 1;
      response.writeHead(this.#toStart >= 0 ? 503 : 200).end();
      return;
    }
    this.requests.push(`${method} ${path}`);
    if (this.requests.length > this.#diesAfter) {
      request.socket.destroy();
      return;
    }
    const body = await read(request);
    try {
      this.#signIn(request.headers.authorization);
      const [status, answer] = this.#answer(
        method,
        path,
        url.searchParams,
        request.headers["content-type"] ?? "",
        body,
      );
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(answer === undefined ? undefined : JSON.stringify(answer, null, 2));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      response.writeHead(error.status, { "Content-Type": "application/json" });
      response.end(JSON.stringify([{ id: "*", message: error.message }]));
    }
  }

  /** After three wrong passwords it shuts the account out, even with the right one (3.96). */
  #signIn(authorization: string | undefined): void {
    if (this.failedSignIns > 3) throw new Refused(429, "Too many authentication attempts");
    const given = Buffer.from((authorization ?? "").replace(/^Basic /, ""), "base64").toString();
    const [, user = "", password] = /^([^:]*):([\s\S]*)$/.exec(given) ?? [];
    if (password !== undefined && this.passwords.get(user) === password) return;
    this.failedSignIns += 1;
    throw new Refused(401, "Unauthorized");
  }

  #answer(method: string, path: string, query: URLSearchParams, type: string, body: string): [number, unknown?] {
    const key = decodeURIComponent(path.split("/").at(-1) ?? "");
    const route = `${method} ${path}`;
    const json = <S extends z.ZodType>(schema: S): z.output<S> => {
      if (type !== "application/json") throw new Refused(415, `Unsupported media type ${type}`);
      const parsed = schema.safeParse(JSON.parse(body));
      if (!parsed.success) throw new Refused(400, z.prettifyError(parsed.error));
      return parsed.data;
    };
    switch (route) {
      case "GET v1/system/eula":
        return this.#options.licence === null ? [404] : [200, this.#eula()];
      case "POST v1/system/eula": {
        const { accepted, disclaimer } = json(BODIES.eula);
        if (disclaimer !== this.#eula().disclaimer || !accepted) throw new Refused(500, "Invalid EULA disclaimer");
        this.licenceAccepted = true;
        return [204];
      }
      case "PUT v1/security/anonymous":
        this.anonymous = json(BODIES.anonymous);
        return [200, this.anonymous];
      case "PUT v1/security/realms/active": {
        const realms = json(names);
        const unknown = realms.filter((realm) => !AVAILABLE_REALMS.includes(realm));
        if (unknown.length > 0) throw new Refused(400, `Unknown realmIds: [${unknown.join(", ")}]`);
        this.realms = realms;
        return [204];
      }
      case "GET v1/blobstores":
        return [200, [...this.blobStores.values()].map(({ name, type }) => ({ name, type, blobCount: 0 }))];
      case "POST v1/blobstores/file":
        return [204, void this.#add(this.blobStores, { ...json(BODIES.fileStore), type: "File" }, "name")];
      case "POST v1/blobstores/s3":
        return [201, void this.#add(this.blobStores, { ...json(BODIES.s3Store), type: "S3" }, "name")];
      case "GET internal/cleanup-policies":
        return [200, [...this.cleanupPolicies.values()]];
      case "POST internal/cleanup-policies":
        return [200, this.#add(this.cleanupPolicies, json(BODIES.cleanup), "name")];
      case "GET v1/repositories":
        return [
          200,
          [...this.repositories.values()].map(({ name, format, type }) => ({ name, format, type, url: "" })),
        ];
      case "GET v1/security/content-selectors":
        return [200, [...this.selectors.values()]];
      case "POST v1/security/content-selectors":
        return [204, void this.#add(this.selectors, { ...checked(json(BODIES.selector)), type: "csel" }, "name")];
      case "GET v1/security/privileges":
        return [200, [...this.#builtIn(), ...this.privileges.values()]];
      case "POST v1/security/privileges/repository-content-selector":
        return [201, void this.#add(this.privileges, this.#privilege(json(BODIES.privilege)), "name")];
      case "GET v1/security/roles":
        if (query.get("source") !== "default") throw new Refused(400, "The directory has thousands of groups");
        return [200, [...this.roles.values()]];
      case "POST v1/security/roles":
        return [200, this.#add(this.roles, this.#role(json(BODIES.role)), "id")];
      case "GET v1/security/users":
        if (query.get("source") !== "default") throw new Refused(400, "The directory has thousands of people");
        return [200, [...this.users.values()]];
      case "POST v1/security/users": {
        const { password, ...user } = json(BODIES.user);
        this.#rolesExist(user.roles);
        this.#add(this.users, { ...user, source: "default" }, "userId");
        this.passwords.set(user.userId, password);
        return [200, user];
      }
      case "GET v1/security/ldap":
        return [200, [...this.ldap.values()].map(({ authPassword: _, ...server }) => server)];
      case "POST v1/security/ldap":
        return [201, void this.#add(this.ldap, { ...json(BODIES.ldap), id: "0-ldap" }, "name")];
      case "GET v1/tasks": {
        const items = [...this.tasks.values()].filter((task) => task.type === (query.get("type") ?? task.type));
        return [200, { items, continuationToken: null }];
      }
      case "POST v1/tasks":
        if (this.#options.tasks === false) return [405];
        return [201, this.#add(this.tasks, { ...json(BODIES.task), id: String(this.tasks.size) }, "name")];
    }
    const made = /^POST v1\/repositories\/((\w+)\/(\w+))$/.exec(route);
    if (made) return this.#repository(made[1] ?? "", json(schemaOf(made[1] ?? "")), undefined);
    const changed = /^PUT v1\/repositories\/((\w+)\/(\w+))\/[^/]+$/.exec(route);
    if (changed) return this.#repository(changed[1] ?? "", json(schemaOf(changed[1] ?? "")), key);
    if (/^PUT v1\/blobstores\/s3\/[^/]+$/.test(route)) {
      return [204, void this.#set(this.blobStores, key, { ...json(BODIES.s3Store), type: "S3" })];
    }
    if (/^PUT internal\/cleanup-policies\/[^/]+$/.test(route)) {
      return [200, this.#set(this.cleanupPolicies, key, json(BODIES.cleanup))];
    }
    if (/^PUT v1\/security\/content-selectors\/[^/]+$/.test(route)) {
      return [
        204,
        void this.#set(this.selectors, key, { name: key, ...checked(json(BODIES.selectorUpdate)), type: "csel" }),
      ];
    }
    if (/^PUT v1\/security\/privileges\/repository-content-selector\/[^/]+$/.test(route)) {
      const privilege = this.#privilege(json(BODIES.privilege));
      if (privilege.name !== key) throw new Refused(409, "The privilege name does not match the name in the path");
      return [204, void this.#set(this.privileges, key, privilege)];
    }
    if (/^PUT v1\/security\/roles\/[^/]+$/.test(route)) {
      const role = this.#role(json(BODIES.role));
      if (role.id !== key) throw new Refused(409, "The role id does not match the id in the path");
      if (this.roles.get(key)?.readOnly === true) throw new Refused(400, `Role ${key} is internal`);
      return [204, void this.#set(this.roles, key, role)];
    }
    if (/^DELETE v1\/security\/roles\/[^/]+$/.test(route)) {
      if (!this.roles.has(key)) throw new Refused(404, `Role '${key}' not found.`);
      if (this.roles.get(key)?.readOnly === true) throw new Refused(400, `Role ${key} is internal`);
      return [204, void this.roles.delete(key)];
    }
    const password = /^PUT v1\/security\/users\/([^/]+)\/change-password$/.exec(route);
    if (password) {
      const user = decodeURIComponent(password[1] ?? "");
      if (type !== "text/plain") throw new Refused(415, `Unsupported media type ${type}`);
      if (body.trim() === "") throw new Refused(400, "Password must be supplied.");
      if (!this.users.has(user)) throw new Refused(404, `User '${user}' not found.`);
      this.passwords.set(user, body);
      return [204];
    }
    if (/^PUT v1\/security\/users\/[^/]+$/.test(route)) {
      const user = json(BODIES.userUpdate);
      if (user.userId !== key) throw new Refused(400, "The path's userId does not match the body");
      this.#rolesExist(user.roles);
      return [204, void this.#set(this.users, key, user)];
    }
    if (/^PUT v1\/security\/ldap\/[^/]+$/.test(route)) {
      const server = json(BODIES.ldap);
      if (server.id !== this.ldap.get(key)?.id) throw new Refused(400, "The id does not match");
      return [204, void this.#set(this.ldap, key, server)];
    }
    return [404];
  }

  #eula() {
    const url = this.#options.licence ?? NEXUS_LICENCE_TEXT;
    const disclaimer = `Use of Nexus is governed by the agreement at ${url}. By returning ‘accepted:true’ you agree to "${url}".`;
    return { disclaimer, accepted: this.licenceAccepted };
  }

  #repository(kind: string, body: { name: string }, path: string | undefined): [number] {
    const [api = "", type = ""] = kind.split("/");
    const { storage, cleanup } = z
      .looseObject({
        storage: z.looseObject({ blobStoreName: text }),
        cleanup: z.looseObject({ policyNames: names }).optional(),
      })
      .parse(body);
    if (!this.blobStores.has(storage.blobStoreName)) throw new Refused(400, "Blob store does not exist");
    const missing = cleanup?.policyNames.filter((policy) => !this.cleanupPolicies.has(policy)) ?? [];
    if (missing.length > 0) throw new Refused(400, `Clean-up policies ${missing.join(", ")} do not exist`);
    const kept = { ...body, format: api === "maven" ? "maven2" : api, type };
    if (path === undefined) {
      this.#add(this.repositories, kept, "name");
      return [201];
    }
    if (path !== body.name) throw new Refused(400, "Renaming a repository is not supported");
    const before = this.repositories.get(path);
    if (before?.format !== kept.format || before.type !== kept.type)
      throw new Refused(404, `There is no ${kind} ${path}`);
    this.#set(this.repositories, path, kept);
    return [204];
  }

  /** The privileges that Nexus makes for each repository, and some of its own. */
  #builtIn(): Kept[] {
    const ofRepositories = [...this.repositories.values()].flatMap(({ name, format }) =>
      ["add", "browse", "delete", "edit", "read", "*"].map(
        (action) => `nx-repository-view-${format}-${name}-${action}`,
      ),
    );
    return [...ofRepositories, "nx-all", "nx-search-read"].map((name) => ({
      name,
      type: "repository-view",
      readOnly: true,
    }));
  }

  #privilege(privilege: z.output<typeof BODIES.privilege>) {
    if (!this.selectors.has(privilege.contentSelector)) throw new Refused(400, "Invalid selector supplied.");
    const repository = this.repositories.get(privilege.repository);
    if (repository === undefined) throw new Refused(400, `Invalid repository '${privilege.repository}' supplied.`);
    if (repository.format !== privilege.format)
      throw new Refused(400, `Invalid format '${privilege.format}' supplied.`);
    return { ...privilege, type: "repository-content-selector", readOnly: false };
  }

  #role(role: z.output<typeof BODIES.role>) {
    const known = new Set([...this.#builtIn(), ...this.privileges.values()].map(({ name }) => name));
    const missing = role.privileges.find((one) => !known.has(one));
    if (missing !== undefined)
      throw new Refused(400, `Privilege '${missing}' contained in role '${role.id}' not found.`);
    this.#rolesExist(role.roles);
    return { ...role, source: "default", readOnly: false };
  }

  #rolesExist(roles: readonly string[]): void {
    const missing = roles.find((one) => !this.roles.has(one));
    if (missing !== undefined) throw new Refused(400, `Unable to locate roleId: ${missing}`);
  }

  #add(map: Map<string, Kept>, one: Kept, key: string): Kept {
    const name = String(one[key]);
    if ([...map.keys()].some((other) => other.toLowerCase() === name.toLowerCase())) {
      throw new Refused(400, "Name is already used, must be unique (ignoring case)");
    }
    map.set(name, one);
    return one;
  }

  #set(map: Map<string, Kept>, key: string, one: Kept): Kept {
    if (!map.has(key)) throw new Refused(404, `There is no ${key}`);
    map.set(key, one);
    return one;
  }
}

/** Keys in one order, as two objects are the same whatever the order of theirs. */
function ordered(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => one.localeCompare(other)));
}

function schemaOf(kind: string): z.ZodType<{ name: string }> {
  const schema = REPOSITORIES[kind];
  if (schema === undefined) throw new Refused(404, `There are no repositories ${kind}`);
  return schema;
}

/** CSEL: comparisons of `format` and `path` with text, joined by `and` and `or`. */
function checked<T extends { readonly expression: string }>(selector: T): T {
  const comparison = String.raw`(format|path)\s*(==|=\^|=~)\s*("[^"]*"|'[^']*')`;
  if (!new RegExp(`^${comparison}(\\s+(and|or)\\s+${comparison})*$`).test(selector.expression)) {
    throw new Refused(400, `Invalid CSEL: ${selector.expression}`);
  }
  return selector;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
