package testbed

import com.cloudbees.groovy.cps.NonCPS

/**
 * What a build is of: a Git tag, the commit of a branch, or something that is looked at only, like a merge request. What
 * is checked out decides, and not what Jenkins or a webhook call it: they may name one branch and check out another.
 */
class Origin implements Serializable {
  private static final long serialVersionUID = 1

  /** The Git tag that the build is of, or null. */
  final String tag
  /** Whether the tag points at what is checked out. */
  final boolean isTagged
  private final List<String> branches

  private Origin(String tag, boolean isTagged, List<String> branches) {
    this.tag = tag
    this.isTagged = isTagged
    this.branches = branches
  }

  /**
   * @param variables of the build: those of a multibranch project, and those that GitLab's webhook brings
   * @param checkout what `describe-checkout` prints of the checkout
   */
  @NonCPS
  static Origin of(Map variables, String checkout) {
    // A merge request may be of the main branch of somebody's fork.
    if (variables.CHANGE_ID || !(variables.gitlabActionType in [null, '', 'PUSH', 'TAG_PUSH'])) return new Origin(null, false, [])
    def lines = checkout.readLines()
    def tag = variables.TAG_NAME ?:
      (variables.gitlabActionType == 'TAG_PUSH' ? "${variables.gitlabBranch}".replaceFirst('^refs/tags/', '') : null)
    def branches = lines.findAll { it.startsWith('branch ') }*.substring('branch '.length())
    new Origin(tag, lines.contains("tag ${tag}".toString()), branches as ArrayList)
  }

  /** Whether the image of this build goes to the registry. */
  @NonCPS
  boolean isPushed(String mainBranch) {
    tag == null ? mainBranch in branches : isTagged
  }

  /** The tag of the image: the Git tag, or the commit. */
  @NonCPS
  String imageTag(String commit) {
    tag ?: commit.take(12)
  }
}
