import { z } from "zod";

const loginSchema = z.object({
  token: z.object({
    catalog: z.array(
      z.object({ type: z.string(), endpoints: z.array(z.object({ interface: z.string(), url: z.string() })) }),
    ),
  }),
});

/** Gives a cloud a newer image of a name, as its user. @returns what takes it away again */
export async function addImage(
  environment: Readonly<Record<string, string>>,
  name: string,
): Promise<() => Promise<void>> {
  const domain = { name: environment.OS_USER_DOMAIN_NAME };
  const user = { name: environment.OS_USERNAME, password: environment.OS_PASSWORD, domain };
  const auth = {
    identity: { methods: ["password"], password: { user } },
    scope: { project: { name: environment.OS_PROJECT_NAME, domain } },
  };
  const login = await ask("POST", `${environment.OS_AUTH_URL}/auth/tokens`, {}, JSON.stringify({ auth }));
  const token = { "x-auth-token": login.headers.get("x-subject-token") ?? "" };
  const { catalog } = loginSchema.parse(await login.json()).token;
  const service = catalog.find(({ type }) => type === "image")?.endpoints.find((one) => one.interface === "public");
  const images = `${service?.url}/v2/images`;
  const described = { name, disk_format: "raw", container_format: "bare" };
  const made = await ask("POST", images, token, JSON.stringify(described));
  const { id } = z.object({ id: z.string() }).parse(await made.json());
  await ask("PUT", `${images}/${id}/file`, { ...token, "content-type": "application/octet-stream" }, "a newer one");
  return async () => {
    await ask("DELETE", `${images}/${id}`, token);
  };
}

async function ask(method: string, url: string, headers: Record<string, string>, body?: string): Promise<Response> {
  const all = { "content-type": "application/json", connection: "close", ...headers };
  const response = await fetch(url, { method, headers: all, ...(body !== undefined && { body }) });
  if (!response.ok) throw new Error(`${method} ${url} was answered with ${response.status}: ${await response.text()}`);
  return response;
}
