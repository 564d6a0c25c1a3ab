/** What the containers of the controller's pod ask for together, and that there is one pod: the controller cannot be doubled. */
export const JENKINS_REQUESTS = { pods: 1, cpu: "510m", memory: "2080Mi" } as const;

/** What the controller's own container asks for: half a processor, a heap, and what Java, its plugins and `git` need beside that. */
export const CONTROLLER_REQUESTS = { cpu: "500m", memory: "2Gi" } as const;
