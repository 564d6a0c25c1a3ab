import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonSlurperClassic

/** What the steps of this library must know of the testbed. It comes with the library, so no job can change it. */
Map call() {
  return parse(libraryResource('testbed/settings.json'))
}

@NonCPS
private Map parse(String json) {
  return new JsonSlurperClassic().parseText(json)
}
