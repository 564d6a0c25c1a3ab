package testbed

import com.lesfurets.jenkins.unit.cps.BasePipelineTestCPS
import com.lesfurets.jenkins.unit.global.lib.LibraryConfiguration
import com.lesfurets.jenkins.unit.global.lib.SourceRetriever
import groovy.json.JsonOutput
import groovy.json.JsonSlurperClassic
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import org.junit.Before

/**
 * Runs pipelines with the real library and with steps that only write down how they were called. The code is transformed as in
 * Jenkins (CPS), and what it holds is serialized at each step.
 */
abstract class PipelineTest extends BasePipelineTestCPS {
  public static final String PASSWORD = 'hunter2-of-the-registry'
  public static final File LIBRARY = new File('library').absoluteFile

  /** What happened, in order: `status running`, `stage Build`, `sh build-image`. */
  List<String> happened = []
  /** All that a person can read in the log of a build. */
  List<String> log = []
  /** Each call of `sh`: its container, its environment, its script. */
  List<Map> shells = []
  /** The pods that were asked for. */
  List<Map> pods = []
  /** What `checkout` was given. */
  List<Object> checkouts = []
  List<Map> messages = []
  List<Map> inputs = []
  /** Files of the checkout. */
  Map<String, String> files = [:]
  /** What commands print, and what fails, by label. */
  Map<String, String> prints = ['push-image': 'sha256:feed\n', 'describe-checkout': 'branch main\n']
  Map<String, Throwable> failures = [:]
  Map<String, String> checkedOut = [GIT_COMMIT: '0123456789abcdef0123456789abcdef01234567']
  Map settings = [
    testbed: 'infinitech-bp',
    place: 'aws',
    registry: [address: 'registry.example.org', push: 'nexus-build', pull: 'nexus-pull'],
    gitlab: true,
    slack: [channel: '#builds'],
    images: [agent: 'mirror/agent:1', buildah: 'mirror/buildah:1', node: 'mirror/node:1', terraform: 'mirror/terraform:1', curl: 'mirror/curl:1'],
  ]
  Map<String, String> variables = [JOB_NAME: 'pilot2/backend', BUILD_NUMBER: '7', BUILD_URL: 'https://jenkins.example.org/7/']

  final List<String> containers = []
  final List<Map<String, String>> environments = []

  @Override
  @Before
  void setUp() {
    def retriever = { String repository, String branch, String targetPath -> [LIBRARY.toURI().toURL()] } as SourceRetriever
    scriptRoots = [System.getProperty('java.io.tmpdir')] as String[]
    helper.registerSharedLibrary(
      LibraryConfiguration.library('testbed').defaultVersion('main').allowOverride(false).implicit(true).targetPath('none').retriever(retriever).build()
    )
    super.setUp()
    binding.setVariable('POD_LABEL', 'the-pod')
    binding.setVariable('scm', 'the repository of the job')
    registerSteps()
  }

  /** Runs the text of a Jenkinsfile. */
  void run(String text) {
    binding.setVariable('env', variables)
    def file = File.createTempFile('Jenkinsfile', '.jenkins')
    try {
      file.text = "@Library('testbed') _\n${text}\n"
      runScript(file.name)
    } finally {
      file.delete()
    }
  }

  /** Runs the text of a Jenkinsfile that must fail, and gives its message. */
  String failureOf(String text) {
    try {
      run(text)
    } catch (Throwable failure) {
      return failure.message
    }
    throw new AssertionError((Object) "It did not fail: ${happened}")
  }

  /** The environment of a script. */
  Map<String, String> environmentOf(String label) {
    def shell = shells.find { it.label == label }
    assert shell: "${label} did not run: ${happened}"
    shell.environment
  }

  /** A container of the pod that was asked for. */
  Map containerOf(String name) {
    pods[0].spec.containers.find { it.name == name }
  }

  void step(String name, List<Class> types, Closure action) {
    helper.registerAllowedMethod(name, types, action)
  }

  void registerSteps() {
    step('libraryResource', [String]) { String path ->
      path == 'testbed/settings.json' ? JsonOutput.toJson(settings) : new File(LIBRARY, "resources/${path}").text
    }
    step('error', [String]) { String message ->
      log << message
      throw new Exception(message)
    }
    step('echo', [String]) { String message -> log << message }
    step('stage', [String, Closure]) { String name, Closure body -> inside("stage ${name}", body) }
    step('timeout', [Map, Closure]) { Map limit, Closure body -> helper.callClosure(body) }
    step('podTemplate', [Map, Closure]) { Map template, Closure body ->
      pods << new JsonSlurperClassic().parseText(template.yaml) + [cloud: template.cloud, serviceAccount: template.serviceAccount]
      inside("pod on ${template.cloud}", body)
    }
    step('node', [String, Closure]) { String label, Closure body ->
      assert label == 'the-pod'
      inside('node', body)
    }
    step('container', [String, Closure]) { String name, Closure body ->
      assert containerOf(name): "The pod has no container ${name}."
      containers << name
      try {
        return helper.callClosure(body)
      } finally {
        containers.removeAt(containers.size() - 1)
      }
    }
    step('withEnv', [List, Closure]) { List variables, Closure body ->
      withEnvironment(variables.collectEntries { it.split('=', 2) as List }, body)
    }
    step('usernamePassword', [Map]) { Map binding -> binding }
    step('withCredentials', [List, Closure]) { List bindings, Closure body ->
      happened << "credential ${bindings[0].credentialsId}".toString()
      withEnvironment([(bindings[0].usernameVariable): bindings[0].credentialsId, (bindings[0].passwordVariable): PASSWORD], body)
    }
    step('checkout', [Object]) { what -> clone(what) }
    step('checkout', [String]) { what -> clone(what) }
    step('checkout', [Map]) { what -> clone(what) }
    step('sh', [Map]) { Map call ->
      shells << [label: call.label, container: containers ? containers.last() : 'jnlp', environment: environments.inject([:]) { all, some -> all + some }, script: call.script]
      note("sh ${call.label}")
      def printed = prints[call.label] ?: ''
      if (call.returnStdout) return printed
      log << printed
      null
    }
    step('updateGitlabCommitStatus', [Map]) { Map status ->
      assert status.name == 'build'
      note("status ${status.state}")
    }
    step('slackSend', [Map]) { Map message ->
      messages << message
      note("slack ${message.color}")
    }
    step('input', [Map]) { Map question ->
      inputs << question
      note('input')
    }
    step('readFile', [String]) { String path ->
      if (!files.containsKey(path)) throw new FileNotFoundException(path)
      files[path]
    }
    step('fileExists', [String]) { String path -> files.containsKey(path) }
  }

  Map clone(Object what) {
    checkouts << what
    note('checkout')
    checkedOut
  }

  Object inside(String what, Closure body) {
    note(what)
    helper.callClosure(body)
  }

  Object withEnvironment(Map<String, String> variables, Closure body) {
    environments << variables
    try {
      return helper.callClosure(body)
    } finally {
      environments.removeAt(environments.size() - 1)
    }
  }

  void note(Object what) {
    happened << "${what}".toString()
    if (failures["${what}".toString()]) throw failures["${what}".toString()]
  }

  /** What a person who stops a build does to it. */
  protected static FlowInterruptedException stopped() {
    new FlowInterruptedException()
  }
}
