package testbed

import groovy.json.JsonOutput
import org.junit.Before
import org.junit.Test

class SandboxTest extends PipelineTest {
  public static final String DEPLOY = "deploySandbox(sandbox: 'pilot2', repository: 'https://gitlab.example.org/testbed.git')"
  public static final String REMOVE = "removeSandbox(sandbox: 'pilot2', repository: 'https://gitlab.example.org/testbed.git')"
  public static final String STACK = 'cdktf.out/stacks/infinitech-bp-pilot2-app'

  @Before
  void describe() {
    variables.JOB_NAME = 'deployments/deploy-pilot2'
    files["${STACK}/cdk.tf.json".toString()] = JsonOutput.toJson([terraform: [backend: [s3: [bucket: 'states']]]])
    planned(change('kubernetes_deployment_v1', ['update']), change('kubernetes_service_v1', ['create']))
  }

  @Test
  void 'an app is synthesized, planned and applied, in this order'() {
    run(DEPLOY)
    assert happened == [
      'pod on deploys', 'node', 'stage Checkout', 'checkout', 'stage Synthesize', 'sh synthesize',
      'stage Plan', 'sh request-token', 'sh plan-app',
      'stage Apply', 'sh request-token', 'sh apply-app',
    ]
    assert shells*.container == ['node', 'token', 'terraform', 'token', 'terraform']
  }

  @Test
  void 'the description is taken from where it is, as it is there'() {
    run("deploySandbox(sandbox: 'pilot2', repository: 'https://gitlab.example.org/t.git', credentials: 'clone', ref: '1.2', directory: 'testbeds/a')")
    assert checkouts == [[
      $class: 'GitSCM', branches: [[name: '1.2']],
      userRemoteConfigs: [[url: 'https://gitlab.example.org/t.git', credentialsId: 'clone']],
    ]]
    assert environmentOf('synthesize').subMap('TESTBED_PLACE', 'TESTBED_DIRECTORY') == [TESTBED_PLACE: 'aws', TESTBED_DIRECTORY: 'testbeds/a']
  }

  @Test
  void 'the main branch is deployed where no other is named, without credentials where there are none'() {
    run(DEPLOY)
    assert checkouts[0].branches == [[name: 'main']]
    assert checkouts[0].userRemoteConfigs == [[url: 'https://gitlab.example.org/testbed.git']]
  }

  @Test
  void 'nothing but the stack of the app is planned and applied, and its removal not by accident'() {
    run(DEPLOY)
    assert ['plan-app', 'apply-app'].collect { environmentOf(it).STACK } == [STACK, STACK]
    assert !environmentOf('plan-app').containsKey('DESTROY')
    assert inputs == []
  }

  @Test
  void 'an app is removed when somebody approves the plan, which names the sandbox'() {
    planned(change('kubernetes_deployment_v1', ['delete']), change('kubernetes_service_v1', ['delete']))
    run(REMOVE)
    assert happened.takeRight(7) ==
      ['sh request-token', 'sh plan-app', 'stage Approve', 'input', 'stage Apply', 'sh request-token', 'sh apply-app']
    assert environmentOf('plan-app').DESTROY == 'true'
    assert environmentOf('plan-app').STACK == STACK
    assert inputs == [[message: 'Remove the app of pilot2 as planned above (0 to add, 0 to change, 2 to take away)?', ok: 'Remove pilot2']]
  }

  @Test
  void 'a removal may go without approval, and a deployment may need it'() {
    run(REMOVE.replace(')', ', approve: false)'))
    assert inputs == []
    run(DEPLOY.replace(')', ', approve: true)'))
    assert inputs == [[message: 'Deploy the app of pilot2 as planned above (1 to add, 1 to change, 0 to take away)?', ok: 'Deploy pilot2']]
  }

  @Test
  void 'what nobody approves is not applied'() {
    failures.input = stopped()
    failureOf(REMOVE)
    assert happened.last() == 'input'
    assert messages == []
  }

  @Test
  void 'a pod runs as the account of its sandbox, which only one container sees'() {
    run(DEPLOY)
    assert pods[0].cloud == 'deploys'
    assert pods[0].serviceAccount == 'deploy-pilot2'
    assert pods[0].spec.serviceAccountName == 'deploy-pilot2'
    assert pods[0].spec.automountServiceAccountToken == false
    assert containersWith('account') == ['token']
    assert containersWith('robot') == ['token', 'terraform']
    assert pods[0].spec.volumes.find { it.name == 'robot' }.emptyDir.medium == 'Memory'
  }

  @Test
  void 'only Terraform sees the credentials of the states'() {
    run(DEPLOY)
    assert pods[0].spec.containers.findAll { it.env.any { it.valueFrom } }*.name == ['terraform']
    assert containerOf('terraform').env.findAll { it.valueFrom } == ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].collect {
      [name: it, valueFrom: [secretKeyRef: [name: 'state', key: it]]]
    }
  }

  @Test
  void 'the token of the robot never comes to Jenkins'() {
    run(DEPLOY)
    assert helper.callStack.findAll { it.methodName == 'sh' && it.args[0].returnStdout } == []
    assert shells*.environment.every { !it.keySet().any { it.contains('TOKEN') } }
    assert environmentOf('request-token') ==
      [ROBOT: '/run/robot', KUBE_HOST: 'https://kubernetes.default.svc', SANDBOX: 'pilot2', ACCOUNT: '/run/account']
  }

  @Test
  void 'the pod is locked as its namespace asks for'() {
    run(DEPLOY)
    assert pods[0].spec.securityContext == [runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000]
    assert pods[0].spec.containers.every {
      it.securityContext.allowPrivilegeEscalation == false && it.securityContext.capabilities == [drop: ['ALL']] &&
        it.securityContext.seccompProfile == [type: 'RuntimeDefault'] && !it.securityContext.privileged
    }
    assert pods[0].spec.volumes.every { it.emptyDir != null || it.projected }
    assert pods[0].spec.containers.every { it.resources.requests.cpu && it.resources.requests.memory && it.resources.limits.memory }
    assert pods[0].spec.containers*.image == ['mirror/agent:1', 'mirror/node:1', 'mirror/curl:1', 'mirror/terraform:1']
  }

  @Test
  void 'a plan that touches frame or data is not applied, and says with what'() {
    planned(
      change('kubernetes_namespace_v1', ['delete'], null),
      change('kubernetes_persistent_volume_claim_v1', ['delete', 'create']),
      change('kubernetes_resource_quota_v1', ['update']),
      change('kubernetes_deployment_v1', ['update']),
    )
    assert failureOf(DEPLOY) == '''This plan is not applied.
      |It would delete kubernetes_namespace_v1.it, which is no part of an app: frames, datasets and everything else are the administrators'.
      |It would delete and create kubernetes_persistent_volume_claim_v1.it, which is no part of an app: frames, datasets and everything else are the administrators'.
      |It would update kubernetes_resource_quota_v1.it, which is no part of an app: frames, datasets and everything else are the administrators'.'''.stripMargin()
    assertNotApplied()
  }

  @Test
  void 'a removal that takes data with it is not applied'() {
    planned(change('kubernetes_persistent_volume_claim_v1', ['delete']), change('kubernetes_deployment_v1', ['delete']))
    assert failureOf(REMOVE).contains('It would delete kubernetes_persistent_volume_claim_v1.it')
    assert inputs == []
    assertNotApplied()
  }

  @Test
  void 'a plan that reaches into another namespace, or nobody knows which, is not applied'() {
    planned(change('kubernetes_deployment_v1', ['create'], 'pilot5b'), change('kubernetes_service_v1', ['create'], null))
    assert failureOf(DEPLOY) == '''This plan is not applied.
      |It would create kubernetes_deployment_v1.it in the namespace pilot5b, not in pilot2.
      |It would create kubernetes_service_v1.it in the namespace that nobody knows yet, not in pilot2.'''.stripMargin()
    assertNotApplied()
  }

  @Test
  void 'an object that would move to another namespace is not applied'() {
    def moved = change('kubernetes_deployment_v1', ['delete', 'create'])
    moved.change.before = [metadata: [[namespace: 'pilot5b']]]
    planned(moved)
    assert failureOf(DEPLOY).contains('in the namespace pilot5b, not in pilot2')
    assertNotApplied()
  }

  @Test
  void 'what stays as it is, and what is only read, is nobody else to judge'() {
    planned(
      change('kubernetes_persistent_volume_claim_v1', ['no-op']),
      change('kubernetes_namespace_v1', ['read'], null) + [mode: 'data'],
      change('kubernetes_deployment_v1', ['update']),
    )
    run(DEPLOY)
    assert 'sh apply-app' in happened
  }

  @Test
  void 'a plan without changes is applied, for what else it may bring'() {
    planned()
    run(DEPLOY)
    assert 'sh apply-app' in happened
  }

  @Test
  void 'half a plan is not applied'() {
    files["${STACK}/plan.json".toString()] = JsonOutput.toJson([errored: true, resource_changes: []])
    assert failureOf(DEPLOY).contains('This is not a plan that can be applied.')
    files["${STACK}/plan.json".toString()] = '{}'
    assert failureOf(DEPLOY).contains('This is not a plan that can be applied.')
    assertNotApplied()
  }

  @Test
  void 'a state that would go with the pod is refused before anything is planned'() {
    files["${STACK}/cdk.tf.json".toString()] = JsonOutput.toJson([terraform: [backend: [local: [path: 'a.tfstate']]]])
    assert failureOf(DEPLOY).startsWith('The stack infinitech-bp-pilot2-app keeps its state in a file, which would go with this pod')
    assert !('sh request-token' in happened)
    files["${STACK}/cdk.tf.json".toString()] = JsonOutput.toJson([terraform: [:]])
    assert failureOf(DEPLOY).startsWith('The stack infinitech-bp-pilot2-app keeps its state in a file')
  }

  @Test
  void 'a sandbox that the place does not have is refused'() {
    files.clear()
    assert failureOf(DEPLOY) == 'The place aws has no sandbox pilot2 at main.'
    assert !('sh request-token' in happened)
  }

  @Test
  void 'names that are none are refused before there is a pod'() {
    assert failureOf("deploySandbox(sandbox: 'pilot2/../x', repository: 'file:///etc', ref: '--upload-pack=x', directory: '../..', approved: true)") ==
      '''deploySandbox knows no option "approved". It knows: sandbox, repository, credentials, ref, directory, approve.
        |"pilot2/../x" is not the name of a sandbox. Write the name of a file under sandboxes/, as in pilot2.
        |"file:///etc" is not the address of a Git repository. Write one as in https://gitlab.example.org/testbed.git.
        |"--upload-pack=x" is not the name of a branch or tag. Write one as in main or 1.2.
        |directory: "../.." is not a path in the repository. Write one as in images/backend; . is the repository itself.'''.stripMargin()
    assert failureOf('removeSandbox([:])') == """Say which sandbox: sandbox: 'pilot2'.
      |"" is not the address of a Git repository. Write one as in https://gitlab.example.org/testbed.git.""".stripMargin()
    assert failureOf(DEPLOY.replace(')', ", ref: 'a..b')")).startsWith('"a..b" is not the name of a branch')
    assert happened.findAll { it.startsWith('pod') } == []
  }

  @Test
  void 'nothing is applied when planning fails, and the channel is told'() {
    failures['sh plan-app'] = new Exception('no')
    failureOf(DEPLOY)
    assertNotApplied()
    assert messages == [[channel: '#builds', color: 'danger', message: 'deployments/deploy-pilot2 #7 failed: https://jenkins.example.org/7/']]
  }

  @Test
  void 'nothing is planned when there is no token of the robot'() {
    failures['sh request-token'] = new Exception('forbidden')
    failureOf(DEPLOY)
    assert !('sh plan-app' in happened)
  }

  private List<String> containersWith(String volume) {
    pods[0].spec.containers.findAll { it.volumeMounts.any { it.name == volume } }*.name
  }

  private void assertNotApplied() {
    assert !('sh apply-app' in happened)
  }

  private void planned(Map... changes) {
    files["${STACK}/plan.json".toString()] = JsonOutput.toJson([format_version: '1.2', planned_values: [root_module: [:]], resource_changes: changes])
  }

  private static Map change(String type, List<String> actions, String namespace = 'pilot2') {
    def object = [metadata: [namespace == null ? [:] : [namespace: namespace]]]
    [
      address: "${type}.it".toString(), mode: 'managed', type: type, name: 'it',
      change: [actions: actions, before: 'create' in actions && actions.size() == 1 ? null : object, after: actions == ['delete'] ? null : object],
    ]
  }
}
