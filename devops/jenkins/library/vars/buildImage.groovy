import testbed.Names
import testbed.Origin
import testbed.Pods

/**
 * Builds the image of a project, tests it, and pushes it: `<registry>/<group>/<project>:<tag>` (INF-26). The folder of the job
 * is the group, its name the project, the tag the Git tag or the commit. Only tags and commits of the main branch are pushed, and
 * nothing whose tests fail.
 *
 * @param options
 *   test: what tests it: a command for the shell of the image, or of `testImage` where there is one; or a closure, which is
 *     given the image's name. Default: nothing
 *   testImage: image of a container in which the tests run, in the checkout. Default: the image that was built
 *   context, file: the folder that is built, and its Dockerfile in that folder. Default: the checkout, and `Dockerfile`
 *   mainBranch: the branch whose images are pushed. Default: that of the project in the description of the testbed, and `main`
 *     where it has none
 */
def call(Map options = [:]) {
  def settings = testbedSettings()
  def path = imagePath()
  def context = options.context ?: '.'
  def file = options.file ?: 'Dockerfile'
  def mainBranch = options.mainBranch ?: settings.branches?.get(path.join('/')) ?: 'main'
  if (!settings.registry) {
    error('This testbed has no registry for images. Its administrators describe nexus under devops, or name a registry in the file of the place.')
  }
  refuse(Names.ofOptions('buildImage', options, ['test', 'testImage', 'context', 'file', 'mainBranch']) + Names.ofImage(path) +
    Names.ofPath('context', context) + Names.ofPath('file', file))
  withSlack(settings) {
    withCommitStatus(settings) { started ->
      timeout(time: 60, unit: 'MINUTES') {
        podTemplate(cloud: 'builds', yaml: Pods.build(settings, options.testImage)) {
          node(POD_LABEL) {
            def checkedOut = stage('Checkout') { checkout(scm) }
            started()
            def origin = Origin.of(variables(), runResource('describe-checkout', [:], [returnStdout: true]))
            checkTag(origin)
            def image = "${settings.registry.address}/${path.join('/')}:${origin.imageTag(checkedOut.GIT_COMMIT)}".toString()
            stage('Build') { build(settings, image, checkedOut.GIT_COMMIT, context, file) }
            stage('Test') { test(image, options.test, options.testImage) }
            if (origin.isPushed(mainBranch)) {
              stage('Push') { push(settings, image) }
            } else {
              echo("${image} was built and tested. Only tags, and commits of the branch ${mainBranch}, are pushed.")
            }
          }
        }
      }
    }
  }
}

/** Group and project: what the job is called, without the branch where the project has a job for each. */
private List<String> imagePath() {
  def path = env.JOB_NAME.toLowerCase().split('/') as List
  return env.BRANCH_NAME ? path.subList(0, path.size() - 1) as ArrayList : path
}

private Map variables() {
  return [
    CHANGE_ID: env.CHANGE_ID, TAG_NAME: env.TAG_NAME,
    gitlabActionType: env.gitlabActionType, gitlabBranch: env.gitlabBranch,
  ]
}

/** The image of a tag is what the tag points at, and not what the job happens to check out. */
private void checkTag(Origin origin) {
  if (origin.tag == null) return
  refuse(Names.ofTag(origin.tag))
  if (!origin.isTagged) {
    error("This checkout is not what the tag ${origin.tag} points at. Let the job check out what GitLab's webhook names, or be a multibranch job.")
  }
}

private void build(Map settings, String image, String commit, String context, String file) {
  def variables = [IMAGE: image, REVISION: commit, CONTEXT: context, FILE: file] + registry(settings)
  container('buildah') {
    runResource('prepare-storage')
    if (settings.registry.pull) {
      withRegistry(settings.registry.pull) { runResource('build-image', variables) }
    } else {
      runResource('build-image', variables)
    }
  }
}

private void test(String image, Object tests, String testImage) {
  if (tests == null) {
    echo('This project declares no tests: buildImage(test: ...).')
  } else if (tests instanceof Closure) {
    container(testImage ? 'test' : 'buildah') { tests(image) }
  } else if (testImage) {
    container('test') { sh(label: 'test', script: "${tests}") }
  } else {
    container('buildah') { runResource('test-image', [IMAGE: image, COMMAND: "${tests}"]) }
  }
}

private void push(Map settings, String image) {
  container('buildah') {
    withRegistry(settings.registry.push) {
      def digest = runResource('push-image', [IMAGE: image] + registry(settings), [returnStdout: true]).trim()
      echo("Pushed ${image}, which is ${digest}.")
    }
  }
}

private Map registry(Map settings) {
  def certificates = settings.registry.authority ? [REGISTRY_CERTIFICATES: '/etc/registry-authority'] : [:]
  return [REGISTRY: settings.registry.address] + certificates
}

/** Account and password are in the environment of what runs in it, and masked in the log. */
private void withRegistry(String credential, Closure body) {
  withCredentials([usernamePassword(credentialsId: credential, usernameVariable: 'REGISTRY_USERNAME', passwordVariable: 'REGISTRY_PASSWORD')]) {
    body()
  }
}

private void refuse(List<String> problems) {
  if (problems) error(problems.join('\n'))
}
