/** The service of the controller, and all objects of its chart: their name, and the port that people and agents use. */
export const JENKINS_SERVICE = { name: "jenkins", port: 8080 } as const;
