import { DEVOPS_REQUESTS } from "../../charts/devops-requests";
import { resources } from "../../charts/requests";
import { LOCKED_CONTAINER } from "../../locked-pod";
import { CONTROLLER_IMAGE } from "./controller-image";

/** The library of pipelines: its name, its branch, and where the controller gets it. */
export const LIBRARY = {
  name: "testbed",
  version: "main",
  remote: "git://127.0.0.1:9418/testbed",
  /** ConfigMap in the namespace of the tools with its files and with what serves them. */
  configMap: "jenkins-library",
} as const;

/** Where the container that serves the library finds its files, and what it runs. */
const FOLDERS = { files: "/etc/testbed/library", repository: "/var/lib/library" };
const SERVE = "serve-library.sh";

/** The library for all pipelines (keys of the plugins pipeline-groovy-lib 798 and git 5.10.1). It is trusted: its code may do what pipelines may not. */
export function globalLibraries(): object {
  return {
    libraries: [
      {
        name: LIBRARY.name,
        defaultVersion: LIBRARY.version,
        implicit: true,
        allowVersionOverride: false,
        includeInChangesets: false,
        retriever: {
          modernSCM: { scm: { git: { id: LIBRARY.name, remote: LIBRARY.remote, traits: ["gitBranchDiscovery"] } } },
        },
      },
    ],
  };
}

/** The container that serves the library to the controller in its pod, and to nobody else. */
export function libraryContainer(): object {
  return {
    name: "library",
    image: CONTROLLER_IMAGE,
    command: ["sh", `${FOLDERS.files}/${SERVE}`],
    env: [{ name: "HOME", value: FOLDERS.repository }],
    securityContext: LOCKED_CONTAINER,
    resources: resources(DEVOPS_REQUESTS.library, "128Mi"),
    volumeMounts: [
      { name: "library", mountPath: FOLDERS.files, readOnly: true },
      { name: "library-repository", mountPath: FOLDERS.repository },
    ],
  };
}

/** The volumes of that container. */
export function libraryVolumes(): object[] {
  return [
    { name: "library", configMap: { name: LIBRARY.configMap } },
    { name: "library-repository", emptyDir: {} },
  ];
}
