package testbed

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonSlurperClassic

/** The stack of a sandbox's app, as it was synthesized. */
class AppStack implements Serializable {
  private static final long serialVersionUID = 1

  /** Why a pipeline cannot apply a stack; nothing where it can. */
  @NonCPS
  static List<String> problemsOf(String json, String name) {
    def backend = new JsonSlurperClassic().parseText(json).terraform?.backend
    backend instanceof Map && backend.keySet() as List == ['s3'] ? [] : [
      ("The stack ${name} keeps its state in a file, which would go with this pod, and what is deployed would be forgotten. " +
        'Keep the states of the place in S3: state: {s3: ...} in its file.').toString()
    ]
  }
}
