package testbed

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput

/** The pods that pipelines run in, as JSON, which is YAML. They go when their build ends. */
class Pods implements Serializable {
  private static final long serialVersionUID = 1

  /** The user of every container, and the one that the build of images is set up for (`build` in buildah's image). */
  private static final int USER = 1000

  /** The longest that a pod sleeps, in seconds: longer than any pipeline takes. */
  private static final List<String> SLEEP = ['sleep', '86400']

  private static final Map LOCKED = [
    allowPrivilegeEscalation: false, capabilities: [drop: ['ALL']], seccompProfile: [type: 'RuntimeDefault'],
  ]

  /**
   * Where images are built. buildah needs user namespaces of its own to give files to other users than its own: the programs
   * that set those up have two capabilities by their files, and buildah has none. There is no seccomp profile, because those
   * of container runtimes forbid `unshare` and `mount` even inside a user namespace.
   */
  @NonCPS
  static String build(Map settings, String testImage) {
    def buildah = [
      name: 'buildah',
      image: settings.images.buildah,
      command: SLEEP,
      env: variables(HOME: '/home/build', TMPDIR: '/tmp', CONTAINERS_STORAGE_CONF: '/home/build/.local/share/containers/storage.conf'),
      resources: [requests: [cpu: '500m', memory: '1Gi'], limits: [memory: '4Gi', 'ephemeral-storage': '30Gi']],
      securityContext: [allowPrivilegeEscalation: true, capabilities: [drop: ['ALL'], add: ['SETGID', 'SETUID']]],
      volumeMounts: [mount('layers', '/home/build/.local/share/containers'), mount('tmp', '/tmp')] +
        (settings.registry.authority ? [mount('authority', '/etc/registry-authority') + [readOnly: true]] : []),
    ]
    def test = testImage ? [[
      name: 'test',
      image: testImage,
      command: SLEEP,
      env: variables(HOME: '/tmp'),
      resources: [requests: [cpu: '500m', memory: '512Mi'], limits: [memory: '2Gi']],
      securityContext: LOCKED,
      volumeMounts: [mount('tests', '/tmp')],
    ]] : []
    pod([agent(settings), buildah] + test, [
      [name: 'layers', emptyDir: [sizeLimit: '20Gi']],
      [name: 'tmp', emptyDir: [sizeLimit: '10Gi']],
      [name: 'tests', emptyDir: [sizeLimit: '5Gi']],
    ] + (settings.registry.authority ? [[name: 'authority', configMap: [name: settings.registry.authority]]] : []))
  }

  /** Where apps are applied. Only one container sees the pod's own account, only one the credentials of the states. */
  @NonCPS
  static String deploy(Map settings, String sandbox) {
    def containers = [
      [
        name: 'node',
        image: settings.images.node,
        env: variables(HOME: '/tmp'),
        resources: [requests: [cpu: '250m', memory: '512Mi'], limits: [memory: '2Gi']],
        volumeMounts: [mount('node', '/tmp')],
      ],
      [
        name: 'token',
        image: settings.images.curl,
        resources: [requests: [cpu: '10m', memory: '16Mi'], limits: [memory: '64Mi']],
        volumeMounts: [mount('account', '/run/account') + [readOnly: true], mount('robot', '/run/robot')],
      ],
      [
        name: 'terraform',
        image: settings.images.terraform,
        env: variables(HOME: '/tmp', TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1') +
          ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].collect { [name: it, valueFrom: [secretKeyRef: [name: 'state', key: it]]] },
        resources: [requests: [cpu: '250m', memory: '512Mi'], limits: [memory: '1Gi']],
        volumeMounts: [mount('terraform', '/tmp'), mount('robot', '/run/robot') + [readOnly: true]],
      ],
    ].collect { it + [command: SLEEP, securityContext: LOCKED + [readOnlyRootFilesystem: true]] }
    pod([agent(settings)] + containers, [
      [name: 'node', emptyDir: [sizeLimit: '5Gi']],
      [name: 'terraform', emptyDir: [sizeLimit: '1Gi']],
      [name: 'robot', emptyDir: [medium: 'Memory', sizeLimit: '1Mi']],
      [name: 'account', projected: [defaultMode: 0440, sources: [
        [serviceAccountToken: [path: 'token', expirationSeconds: 7200]],
        [configMap: [name: 'kube-root-ca.crt', items: [[key: 'ca.crt', path: 'ca.crt']]]],
      ]]],
    ], [serviceAccountName: "deploy-${sandbox}".toString()])
  }

  /** What talks to Jenkins and clones. Its name is the one that the Kubernetes plugin looks for. */
  @NonCPS
  private static Map agent(Map settings) {
    [
      name: 'jnlp',
      image: settings.images.agent,
      resources: [requests: [cpu: '100m', memory: '256Mi'], limits: [memory: '512Mi']],
      securityContext: LOCKED,
    ]
  }

  @NonCPS
  private static String pod(List<Map> containers, List<Map> volumes, Map more = [:]) {
    JsonOutput.toJson([
      apiVersion: 'v1',
      kind: 'Pod',
      spec: [
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: [runAsNonRoot: true, runAsUser: USER, runAsGroup: USER, fsGroup: USER],
        containers: containers,
        volumes: volumes,
      ] + more,
    ])
  }

  @NonCPS
  private static Map mount(String name, String path) {
    [name: name, mountPath: path]
  }

  @NonCPS
  private static List<Map> variables(Map values) {
    values.collect { [name: it.key, value: it.value] }
  }
}
