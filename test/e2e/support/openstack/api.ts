import { z } from "zod";
import type { Site } from "./site";

/** The API of a service. */
export type Service = "network" | "compute" | "image" | "volume" | "identity";

/** Who asks: a user in a project. */
export interface User {
  readonly name: string;
  readonly password: string;
  readonly project: string;
}

const tokenSchema = z.object({ token: z.object({ project: z.object({ id: z.string() }) }) });

/** The newest versions that Zed has of the APIs that have many. */
const VERSIONS = { "OpenStack-API-Version": "compute 2.93, volume 3.70" };

/** The services, as somebody sees them who has logged in. */
export class Api {
  private constructor(
    private readonly site: Site,
    private readonly token: string,
    /** The id of the project that whoever has logged in acts for. */
    private readonly project: string,
  ) {}

  /** Logs in. */
  static async login(site: Site, { name, password, project }: User): Promise<Api> {
    const domain = { id: "default" };
    const auth = {
      identity: { methods: ["password"], password: { user: { name, password, domain } } },
      scope: { project: { name: project, domain } },
    };
    const url = `${site.url("identity")}/v3/auth/tokens`;
    const response = await request("POST", url, {}, JSON.stringify({ auth }));
    const { token } = tokenSchema.parse(await response.json());
    const secret = response.headers.get("x-subject-token") ?? "";
    return new Api(site, secret, token.project.id);
  }

  /** What a service answers. The path is the one in the documentation of its API, without the version. */
  get(service: Service, path: string): Promise<unknown> {
    return this.send("GET", service, path);
  }

  /** Sends something to a service as JSON. */
  post(service: Service, path: string, body: object): Promise<unknown> {
    return this.send("POST", service, path, JSON.stringify(body));
  }

  /** Sends something to a service, as JSON unless it is of another kind. */
  async send(method: string, service: Service, path: string, body?: string | Buffer, type?: string): Promise<unknown> {
    const headers = {
      "x-auth-token": this.token,
      // When Keystone is asked what a token is worth, it is asked of this one.
      "x-subject-token": this.token,
      ...VERSIONS,
      ...(type && { "content-type": type }),
    };
    const response = await request(method, `${this.base(service)}${path}`, headers, body);
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  }

  private base(service: Service): string {
    const url = this.site.url(service);
    const bases = {
      identity: `${url}/v3`,
      network: `${url}/v2.0`,
      image: `${url}/v2`,
      compute: `${url}/v2.1`,
      volume: `${url}/v3/${this.project}`,
    };
    return bases[service];
  }
}

async function request(method: string, url: string, headers: Record<string, string>, body?: string | Buffer) {
  const response = await fetch(url, {
    method,
    // A later OpenStack may have the same ports: a connection that was kept would lead nowhere.
    headers: { "content-type": "application/json", connection: "close", ...headers },
    ...(body !== undefined && { body }),
  });
  if (!response.ok) throw new Error(`${method} ${url} was answered with ${response.status}: ${await response.text()}`);
  return response;
}
