package org.jenkinsci.plugins.workflow.steps

/** Stands for Jenkins' own exception of builds that are stopped: by a person, by a newer build, by the time. */
class FlowInterruptedException extends InterruptedException {
}
