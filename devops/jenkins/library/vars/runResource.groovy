import com.cloudbees.groovy.cps.NonCPS

/** Runs a script of this library. What it works on comes by its environment, so that no value is ever read as a command. */
def call(String name, Map variables = [:], Map options = [:]) {
  return withEnv(environment(variables)) { sh(options + [label: name, script: libraryResource("testbed/${name}.sh")]) }
}

@NonCPS
private List<String> environment(Map variables) {
  return variables.collect { name, value -> "${name}=${value}".toString() }
}
