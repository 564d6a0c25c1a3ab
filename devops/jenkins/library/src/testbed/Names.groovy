package testbed

import com.cloudbees.groovy.cps.NonCPS

/** What is wrong with names that others choose, and what to write instead. */
class Names implements Serializable {
  private static final long serialVersionUID = 1

  /** A part of an image's name, as registries take it. */
  private static final String PART = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*'

  /** Problems of the options of a step: those that it does not know. */
  @NonCPS
  static List<String> ofOptions(String step, Map options, List<String> known) {
    options.keySet().findAll { !(it in known) }.collect {
      "${step} knows no option \"${it}\". It knows: ${known.join(', ')}.".toString()
    }
  }

  /** Problems of the group and the project that an image is named after. */
  @NonCPS
  static List<String> ofImage(List<String> path) {
    if (path.size() != 2) {
      return ["The job ${path.join('/')} does not stand in a folder that is a group. An image is named after group and project: " +
        'call the job <group>/<project>, as in pilot2/backend.'].collect { it.toString() }
    }
    ['group', 'project'].withIndex().findAll { what, index -> !(path[index] ==~ PART) }.collect { what, index ->
      ("\"${path[index]}\" cannot stand in the name of an image as its ${what}. Use a-z and 0-9, in between . _ or -: rename the " +
        "${what == 'group' ? 'folder' : 'job'} to something like ${suggestion(path[index])}.").toString()
    }
  }

  /** Problems of the tag of an image. */
  @NonCPS
  static List<String> ofTag(String tag) {
    tag ==~ '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}' ? [] : [
      "The Git tag \"${tag}\" cannot be the tag of an image. Use up to 128 of A-Z a-z 0-9 _ . -, and begin with none of the last two.".toString()
    ]
  }

  /** Problems of a sandbox's name. */
  @NonCPS
  static List<String> ofSandbox(Object name) {
    if (!name) return ["Say which sandbox: sandbox: 'pilot2'."]
    "${name}" ==~ '[a-z]([a-z0-9-]{0,38}[a-z0-9])?' ? [] : [
      "\"${name}\" is not the name of a sandbox. Write the name of a file under sandboxes/, as in pilot2.".toString()
    ]
  }

  /** Problems of the address of a Git repository. */
  @NonCPS
  static List<String> ofRepository(Object address) {
    "${address ?: ''}" ==~ '(https|ssh)://[^\\s]+' ? [] : [
      "\"${address ?: ''}\" is not the address of a Git repository. Write one as in https://gitlab.example.org/testbed.git.".toString()
    ]
  }

  /** Problems of the name of a branch or tag. */
  @NonCPS
  static List<String> ofRef(Object ref) {
    "${ref}" ==~ '[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}' && !"${ref}".contains('..') ? [] : [
      "\"${ref}\" is not the name of a branch or tag. Write one as in main or 1.2.".toString()
    ]
  }

  /** Problems of a path in the checkout. */
  @NonCPS
  static List<String> ofPath(String option, Object path) {
    "${path}" ==~ '[A-Za-z0-9_.][A-Za-z0-9_./-]*' && !"${path}".split('/').contains('..') ? [] : [
      "${option}: \"${path}\" is not a path in the repository. Write one as in images/backend; . is the repository itself.".toString()
    ]
  }

  @NonCPS
  private static String suggestion(String name) {
    name.toLowerCase().replaceAll('[^a-z0-9._-]+', '-').replaceAll('^[._-]+|[._-]+$', '').replaceAll('([._-])[._-]+', '$1') ?: 'backend'
  }
}
