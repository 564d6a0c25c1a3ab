import { z } from "zod";
import { dnsLabel } from "../fields";
import { gitBranch } from "./branch";
import { notAMapping } from "./mapping";
import { gitRepository } from "./repository";
import { secretName } from "./secret-name";

/** The name of a project: the second part of the name of its image. */
export const projectName = () => dnsLabel(60, "it is part of the names of images");

/** A project: source code with a Jenkinsfile, from which an image is built. */
export const projectSchema = z
  .strictObject(
    {
      repository: gitRepository().describe("Repository of git with its source"),
      branch: gitBranch().describe("Branch whose images are pushed"),
      secret: secretName()
        .optional()
        .describe(
          "Secret of the namespace devops with the keys username and password, to read the repository. Default: everybody may read it",
        ),
    },
    { error: notAMapping("Write a mapping with repository: <address>.") },
  )
  .describe("A project: source code with a Jenkinsfile, from which an image is built");

/** What a description says of a project. */
export type ProjectDescription = z.output<typeof projectSchema>;
