package testbed

import org.junit.Test

class BuildImageTest extends PipelineTest {
  public static final String IMAGE = 'registry.example.org/pilot2/backend:0123456789ab'

  @Test
  void 'a push to the main branch is built, tested and pushed, in this order, and GitLab is told'() {
    run("buildImage(test: 'npm test')")
    assert happened == [
      'status pending', 'pod on builds', 'node', 'stage Checkout', 'checkout', 'status running', 'sh describe-checkout',
      'stage Build', 'sh prepare-storage', 'credential nexus-pull', 'sh build-image',
      'stage Test', 'sh test-image',
      'stage Push', 'credential nexus-build', 'sh push-image',
      'status success',
    ]
    assert checkouts == ['the repository of the job']
    assert log.contains("Pushed ${IMAGE}, which is sha256:feed.".toString())
  }

  @Test
  void 'folder, job and commit name the image'() {
    run("buildImage(test: 'npm test')")
    assert ['build-image', 'test-image', 'push-image'].collect { environmentOf(it).IMAGE } == [IMAGE] * 3
    assert environmentOf('build-image').REVISION == checkedOut.GIT_COMMIT
    assert environmentOf('build-image').subMap('CONTEXT', 'FILE') == [CONTEXT: '.', FILE: 'Dockerfile']
  }

  @Test
  void 'capital letters of folder and job become small ones, and the registry may have a path'() {
    variables.JOB_NAME = 'Interface/LX-Kafka'
    settings.registry.address = 'registry.example.org:5000/testbed'
    run('buildImage()')
    assert environmentOf('push-image').IMAGE == 'registry.example.org:5000/testbed/interface/lx-kafka:0123456789ab'
    assert environmentOf('push-image').REGISTRY == 'registry.example.org:5000/testbed'
  }

  @Test
  void 'a folder and a Dockerfile of the caller are built'() {
    run("buildImage(context: 'images/backend', file: 'Dockerfile.slim')")
    assert environmentOf('build-image').subMap('CONTEXT', 'FILE') == [CONTEXT: 'images/backend', FILE: 'Dockerfile.slim']
  }

  @Test
  void 'a multibranch job names the image without its branch'() {
    variables += [JOB_NAME: 'pilot2/backend/main', BRANCH_NAME: 'main']
    run('buildImage()')
    assert environmentOf('push-image').IMAGE == IMAGE
  }

  @Test
  void 'the image of a Git tag has that tag'() {
    variables += [JOB_NAME: 'pilot2/backend/1.2', BRANCH_NAME: '1.2', TAG_NAME: '1.2']
    prints['describe-checkout'] = 'tag 1.2-rc1\ntag 1.2\n'
    run('buildImage()')
    assert environmentOf('push-image').IMAGE == 'registry.example.org/pilot2/backend:1.2'
  }

  @Test
  void 'the image of a Git tag that the webhook names has that tag'() {
    variables += [gitlabActionType: 'TAG_PUSH', gitlabBranch: 'refs/tags/v1.2']
    prints['describe-checkout'] = 'tag v1.2\n'
    run('buildImage()')
    assert environmentOf('push-image').IMAGE == 'registry.example.org/pilot2/backend:v1.2'
  }

  @Test
  void 'a checkout that is not what the tag points at is not built'() {
    variables += [gitlabActionType: 'TAG_PUSH', gitlabBranch: 'refs/tags/v1.2']
    prints['describe-checkout'] = 'tag v1.1\nbranch main\n'
    assert failureOf('buildImage()').startsWith('This checkout is not what the tag v1.2 points at.')
    assert !('sh build-image' in happened)
  }

  @Test
  void 'a tag that no image can have is refused'() {
    variables += [JOB_NAME: 'pilot2/backend/x', BRANCH_NAME: 'x', TAG_NAME: 'release/1.2']
    assert failureOf('buildImage()') ==
      'The Git tag "release/1.2" cannot be the tag of an image. Use up to 128 of A-Z a-z 0-9 _ . -, and begin with none of the last two.'
    assert !('sh build-image' in happened)
  }

  @Test
  void 'the image of another branch is built and tested, and not pushed'() {
    prints['describe-checkout'] = 'branch feature/x\n'
    run("buildImage(test: 'npm test')")
    assert happened.containsAll(['sh build-image', 'sh test-image', 'status success'])
    assertNotPushed()
    assert log.contains("${IMAGE} was built and tested. Only tags, and commits of the branch main, are pushed.".toString())
  }

  @Test
  void 'the image of another branch of a multibranch job is not pushed'() {
    variables += [JOB_NAME: 'pilot2/backend/feature%2Fmain', BRANCH_NAME: 'feature/main']
    prints['describe-checkout'] = 'branch feature/main\n'
    run('buildImage()')
    assertNotPushed()
  }

  @Test
  void 'a commit of the main branch is pushed, whatever else Jenkins or the webhook call it'() {
    variables += [gitlabActionType: 'PUSH', gitlabBranch: 'feature/x', GIT_BRANCH: 'detached']
    prints['describe-checkout'] = 'branch feature/x\nbranch main\n'
    run('buildImage()')
    assert 'sh push-image' in happened
  }

  @Test
  void 'a commit that is not of the main branch is not pushed, whatever the webhook calls it'() {
    variables += [gitlabActionType: 'PUSH', gitlabBranch: 'main']
    prints['describe-checkout'] = 'branch feature/x\n'
    run('buildImage()')
    assertNotPushed()
  }

  @Test
  void 'a merge request from the main branch of a fork is not pushed'() {
    variables += [gitlabActionType: 'MERGE', gitlabBranch: 'main']
    run('buildImage()')
    assertNotPushed()
  }

  @Test
  void 'a change of a multibranch job is not pushed, even when it says that it is of a tag'() {
    variables += [JOB_NAME: 'pilot2/backend/MR-1', BRANCH_NAME: 'main', CHANGE_ID: '1', TAG_NAME: '1.2']
    run('buildImage()')
    assertNotPushed()
  }

  @Test
  void 'a checkout of no branch is not pushed'() {
    prints['describe-checkout'] = ''
    run('buildImage()')
    assertNotPushed()
  }

  @Test
  void 'the main branch may have another name'() {
    prints['describe-checkout'] = 'branch master\n'
    run("buildImage(mainBranch: 'master')")
    assert 'sh push-image' in happened
  }

  @Test
  void 'the main branch of a project is the one of its description'() {
    settings.branches = ['pilot2/backend': 'develop']
    run('buildImage()')
    assertNotPushed()
    prints['describe-checkout'] = 'branch develop\n'
    run('buildImage()')
    assert 'sh push-image' in happened
  }

  @Test
  void 'without a registry nothing is built, and it is told why'() {
    settings.remove('registry')
    assert failureOf('buildImage()').startsWith('This testbed has no registry for images.')
    assert happened == []
  }

  @Test
  void 'nothing is pushed when the tests fail, and everybody is told'() {
    failures['sh test-image'] = new Exception('tests failed')
    assert failureOf("buildImage(test: 'npm test')") == 'tests failed'
    assertNotPushed()
    assert happened.takeRight(2) == ['status failed', 'slack danger']
    assert messages == [[channel: '#builds', color: 'danger', message: 'pilot2/backend #7 failed: https://jenkins.example.org/7/']]
  }

  @Test
  void 'nothing is tested or pushed when the build fails'() {
    failures['sh build-image'] = new Exception('no such base image')
    failureOf("buildImage(test: 'npm test')")
    assert !('sh test-image' in happened)
    assertNotPushed()
    assert happened.takeRight(2) == ['status failed', 'slack danger']
  }

  @Test
  void 'a push that fails, fails the build'() {
    failures['sh push-image'] = new Exception('unauthorized')
    failureOf('buildImage()')
    assert happened.takeRight(2) == ['status failed', 'slack danger']
  }

  @Test
  void 'a pod that does not come fails the commit, which has been pending'() {
    failures['pod on builds'] = new Exception('forbidden: violates PodSecurity')
    failureOf('buildImage()')
    assert happened == ['status pending', 'pod on builds', 'status failed', 'slack danger']
  }

  @Test
  void 'a build that somebody stops is canceled, and no news'() {
    failures['sh build-image'] = stopped()
    failureOf('buildImage()')
    assert happened.last() == 'status canceled'
    assert messages == []
  }

  @Test
  void 'the channel is told when a build is well again, and not when it has been'() {
    binding.getVariable('currentBuild').previousCompletedBuild = [result: 'FAILURE']
    run('buildImage()')
    assert messages*.color == ['good']
    assert messages[0].message == 'pilot2/backend #7 is well again: https://jenkins.example.org/7/'

    messages.clear()
    binding.getVariable('currentBuild').previousCompletedBuild = [result: 'SUCCESS']
    run('buildImage()')
    assert messages == []
  }

  @Test
  void 'nobody is told where there is neither GitLab nor Slack'() {
    settings.gitlab = false
    settings.remove('slack')
    failures['sh test-image'] = new Exception('tests failed')
    failureOf("buildImage(test: 'npm test')")
    assert happened.last() == 'sh test-image'
  }

  @Test
  void 'jobs that stand in no group are refused, with what to write, before there is a pod'() {
    ['backend', 'pilot2/team/backend'].each { job ->
      variables.JOB_NAME = job
      assert failureOf('buildImage()') == "The job ${job} does not stand in a folder that is a group. An image is named after group " +
        'and project: call the job <group>/<project>, as in pilot2/backend.'
    }
    assert happened == []
  }

  @Test
  void 'names that no image can have are refused, with what to write'() {
    variables.JOB_NAME = 'pilot 2/-back end'
    assert failureOf('buildImage()') ==
      '"pilot 2" cannot stand in the name of an image as its group. Use a-z and 0-9, in between . _ or -: rename the folder to something like pilot-2.\n' +
      '"-back end" cannot stand in the name of an image as its project. Use a-z and 0-9, in between . _ or -: rename the job to something like back-end.'
  }

  @Test
  void 'names of two projects do not run into one another'() {
    ['pilot2/a..b', 'pilot2/a---b', 'pilot2/a__b'].each { job ->
      variables.JOB_NAME = job
      if (job == 'pilot2/a..b') failureOf('buildImage()') else run('buildImage()')
    }
    assert shells.findAll { it.label == 'push-image' }*.environment*.IMAGE*.replaceAll(':.*', '') ==
      ['registry.example.org/pilot2/a---b', 'registry.example.org/pilot2/a__b']
  }

  @Test
  void 'options that there are not, and paths out of the checkout, are refused'() {
    assert failureOf("buildImage(tests: 'npm test', context: '../other', file: '/etc/passwd')") ==
      'buildImage knows no option "tests". It knows: test, testImage, context, file, mainBranch.\n' +
      'context: "../other" is not a path in the repository. Write one as in images/backend; . is the repository itself.\n' +
      'file: "/etc/passwd" is not a path in the repository. Write one as in images/backend; . is the repository itself.'
    assert failureOf("buildImage(context: '-x')").startsWith('context:')
    assert happened == []
  }

  @Test
  void 'passwords stand in no script, in no log, and in the environment of nothing but what logs in'() {
    run("buildImage(test: 'npm test')")
    assert !shells.any { it.script.contains(PASSWORD) }
    assert !log.any { it.contains(PASSWORD) }
    assert shells.findAll { it.environment.containsValue(PASSWORD) }*.label == ['build-image', 'push-image']
    assert environmentOf('build-image').REGISTRY_USERNAME == 'nexus-pull'
    assert environmentOf('push-image').REGISTRY_USERNAME == 'nexus-build'
  }

  @Test
  void 'images are built without any account where there is none that may only read'() {
    settings.registry.remove('pull')
    run('buildImage()')
    assert !environmentOf('build-image').containsKey('REGISTRY_PASSWORD')
    assert happened.findAll { it.startsWith('credential') } == ['credential nexus-build']
  }

  @Test
  void 'what others write is no part of any script'() {
    run("buildImage(test: 'echo \"\$HOME\"; true', context: 'images')")
    shells.each {
      assert it.script == new File(LIBRARY, "resources/testbed/${it.label}.sh").text
    }
    assert environmentOf('test-image').COMMAND == 'echo "$HOME"; true'
  }

  @Test
  void 'images are built and tested in the container of buildah'() {
    run("buildImage(test: 'npm test')")
    assert shells*.container.unique() == ['jnlp', 'buildah']
  }

  @Test
  void 'tests may run in an image of their own'() {
    run("buildImage(test: 'npm test', testImage: 'docker.io/library/node:24')")
    assert shells.find { it.label == 'test' }.subMap('container', 'script') == [container: 'test', script: 'npm test']
    assert containerOf('test').image == 'docker.io/library/node:24'
    assert containerOf('test').securityContext.allowPrivilegeEscalation == false
    assert happened.indexOf('sh test') < happened.indexOf('sh push-image')
  }

  @Test
  void 'tests may be steps, which are told the name of the image'() {
    run("buildImage(test: { image -> echo('testing ' + image) })")
    assert log.contains("testing ${IMAGE}".toString())
    assert 'sh push-image' in happened
  }

  @Test
  void 'nothing is pushed when steps that test fail'() {
    assert failureOf("buildImage(test: { image -> error('bad ' + image) })") == "bad ${IMAGE}".toString()
    assertNotPushed()
  }

  @Test
  void 'a project without tests is told that it has none'() {
    run('buildImage()')
    assert log.contains('This project declares no tests: buildImage(test: ...).')
  }

  @Test
  void 'the authority of the registry is handed on'() {
    settings.registry.authority = 'registry-authority'
    run("buildImage(test: 'npm test')")
    assert ['build-image', 'push-image'].collect { environmentOf(it).REGISTRY_CERTIFICATES } == ['/etc/registry-authority'] * 2
    assert pods[0].spec.volumes.find { it.name == 'authority' } == [name: 'authority', configMap: [name: 'registry-authority']]
    assert containerOf('buildah').volumeMounts.any { it.name == 'authority' && it.mountPath == '/etc/registry-authority' && it.readOnly }
  }

  @Test
  void 'the pod has no privileges but the two that buildah gives files to others with'() {
    run("buildImage(testImage: 'node:24', test: 'npm test')")
    def spec = pods[0].spec
    assert pods[0].cloud == 'builds'
    assert spec.automountServiceAccountToken == false
    assert spec.securityContext == [runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000]
    assert spec.volumes.every { it.keySet() == ['name', 'emptyDir'] as Set }
    assert containerOf('buildah').securityContext ==
      [allowPrivilegeEscalation: true, capabilities: [drop: ['ALL'], add: ['SETGID', 'SETUID']]]
    def locked = [allowPrivilegeEscalation: false, capabilities: [drop: ['ALL']], seccompProfile: [type: 'RuntimeDefault']]
    assert ['jnlp', 'test'].collect { containerOf(it).securityContext } == [locked, locked]
    assert spec.containers.every { it.resources.requests.cpu && it.resources.requests.memory && it.resources.limits.memory }
    assert spec.containers*.image == ['mirror/agent:1', 'mirror/buildah:1', 'node:24']
  }

  private void assertNotPushed() {
    assert !('stage Push' in happened)
    assert !('sh push-image' in happened)
    assert !('credential nexus-build' in happened)
  }
}
