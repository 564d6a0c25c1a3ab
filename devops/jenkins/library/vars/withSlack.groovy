import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** Tells the testbed's Slack channel when a build fails, and when the next one is well again; nothing where there is none. */
def call(Map settings, Closure body) {
  try {
    body()
  } catch (FlowInterruptedException stopped) {
    throw stopped
  } catch (Throwable failure) {
    tell(settings, 'danger', 'failed')
    throw failure
  }
  if (currentBuild.previousCompletedBuild?.result == 'FAILURE') tell(settings, 'good', 'is well again')
}

private void tell(Map settings, String color, String what) {
  if (!settings.slack) return
  slackSend(channel: settings.slack.channel, color: color, message: "${env.JOB_NAME} #${env.BUILD_NUMBER} ${what}: ${env.BUILD_URL}")
}
