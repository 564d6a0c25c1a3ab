import testbed.AppStack
import testbed.Names
import testbed.PlanGuard
import testbed.Pods

/** Plans, shows, guards and applies the stack of a sandbox's app; what `deploySandbox` and `removeSandbox` share. */
def call(String step, Map options, boolean removes) {
  def settings = testbedSettings()
  def ref = options.ref ?: 'main'
  def directory = options.directory ?: '.'
  refuse(Names.ofOptions(step, options, ['sandbox', 'repository', 'credentials', 'ref', 'directory', 'approve']) +
    Names.ofSandbox(options.sandbox) + Names.ofRepository(options.repository) +
    Names.ofRef(ref) + Names.ofPath('directory', directory))
  String sandbox = options.sandbox
  def name = "${settings.testbed}-${sandbox}-app".toString()
  def stack = "cdktf.out/stacks/${name}".toString()
  withSlack(settings) {
    timeout(time: 90, unit: 'MINUTES') {
      podTemplate(cloud: 'deploys', serviceAccount: "deploy-${sandbox}".toString(), yaml: Pods.deploy(settings, sandbox)) {
        node(POD_LABEL) {
          stage('Checkout') { checkout(repository(options, ref)) }
          stage('Synthesize') {
            container('node') { runResource('synthesize', [TESTBED_PLACE: settings.place, TESTBED_DIRECTORY: directory]) }
            if (!fileExists("${stack}/cdk.tf.json")) error("The place ${settings.place} has no sandbox ${sandbox} at ${ref}.")
            refuse(AppStack.problemsOf(readFile("${stack}/cdk.tf.json"), name))
          }
          def summary = stage('Plan') { plan(sandbox, stack, removes) }
          if (options.approve) {
            stage('Approve') { approve(sandbox, summary, removes) }
          }
          stage('Apply') { withRobot(sandbox, 'apply-app', [STACK: stack]) }
        }
      }
    }
  }
}

private Map repository(Map options, String ref) {
  def remote = [url: options.repository] + (options.credentials ? [credentialsId: options.credentials] : [:])
  return [$class: 'GitSCM', branches: [[name: ref]], userRemoteConfigs: [remote]]
}

/** Plans, and refuses what is more than an app. What it returns sums the plan up. */
private String plan(String sandbox, String stack, boolean removes) {
  withRobot(sandbox, 'plan-app', [STACK: stack] + (removes ? [DESTROY: 'true'] : [:]))
  def json = readFile("${stack}/plan.json")
  def problems = PlanGuard.problemsOf(json, sandbox)
  if (problems) error("This plan is not applied.\n${problems.join('\n')}")
  return PlanGuard.summaryOf(json)
}

private void approve(String sandbox, String summary, boolean removes) {
  timeout(time: 15, unit: 'MINUTES') {
    input(
      message: "${removes ? "Remove the app of ${sandbox}" : "Deploy the app of ${sandbox}"} as planned above (${summary})?",
      ok: "${removes ? 'Remove' : 'Deploy'} ${sandbox}",
    )
  }
}

/** Runs a script with a token of the robot that is new, so that it lasts whatever was waited for. */
private void withRobot(String sandbox, String script, Map variables) {
  def robot = [ROBOT: '/run/robot', KUBE_HOST: 'https://kubernetes.default.svc']
  container('token') { runResource('request-token', robot + [SANDBOX: sandbox, ACCOUNT: '/run/account']) }
  container('terraform') { runResource(script, robot + variables) }
}

private void refuse(List<String> problems) {
  if (problems) error(problems.join('\n'))
}
