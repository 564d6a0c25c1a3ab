import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/**
 * Tells GitLab of a commit how its build is: pending until the body calls what it is given, then running, and how it ended;
 * nothing where the testbed has no GitLab.
 */
def call(Map settings, Closure body) {
  tell(settings, 'pending')
  try {
    body { tell(settings, 'running') }
  } catch (FlowInterruptedException stopped) {
    tell(settings, 'canceled')
    throw stopped
  } catch (Throwable failure) {
    tell(settings, 'failed')
    throw failure
  }
  tell(settings, 'success')
}

private void tell(Map settings, String state) {
  if (settings.gitlab) updateGitlabCommitStatus(name: 'build', state: state)
}
