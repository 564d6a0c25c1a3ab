package testbed

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonSlurperClassic

/**
 * Holds the plan of an app against what an app is made of. The robot's rights end there anyway; here a plan is refused before
 * anything of it happens, and says which part of it is at fault.
 */
class PlanGuard implements Serializable {
  private static final long serialVersionUID = 1

  /** What apps are made of. Everything else is the frame's, the administrators', or nobody's. */
  static final List<String> PARTS = [
    'kubernetes_config_map_v1',
    'kubernetes_cron_job_v1',
    'kubernetes_deployment_v1',
    'kubernetes_horizontal_pod_autoscaler_v2',
    'kubernetes_job_v1',
    'kubernetes_pod_disruption_budget_v1',
    'kubernetes_service_v1',
    'kubernetes_stateful_set_v1',
  ]

  /** Why a plan, as `terraform show -json` has it, is not one of the app of this sandbox alone; nothing where it is. */
  @NonCPS
  static List<String> problemsOf(String json, String sandbox) {
    def plan = new JsonSlurperClassic().parseText(json)
    if (!(plan instanceof Map) || plan.errored || !(plan.resource_changes instanceof List || plan.planned_values)) {
      return ['This is not a plan that can be applied.']
    }
    (plan.resource_changes ?: []).collectMany { change -> ofChange(change, sandbox) }
  }

  /** How many objects a plan adds, changes and takes away. */
  @NonCPS
  static String summaryOf(String json) {
    def actions = (new JsonSlurperClassic().parseText(json).resource_changes ?: []).findAll { it.mode == 'managed' }*.change*.actions
    def count = { String action -> actions.count { action in it } }
    "${count('create')} to add, ${count('update')} to change, ${count('delete')} to take away"
  }

  @NonCPS
  private static List<String> ofChange(Map change, String sandbox) {
    List<String> actions = change.change.actions
    if (change.mode != 'managed' || actions.every { it in ['no-op', 'read'] }) return []
    def what = "${actions.join(' and ')} ${change.address}"
    if (!(change.type in PARTS)) {
      return ["It would ${what}, which is no part of an app: frames, datasets and everything else are the administrators'.".toString()]
    }
    def states = [change.change.before, change.change.after].findAll { it != null }
    def strange = states.collect { it.metadata?.getAt(0)?.namespace }.findAll { it != sandbox }.unique()
    strange.collect { "It would ${what} in the namespace ${it ?: 'that nobody knows yet'}, not in ${sandbox}.".toString() }
  }
}
