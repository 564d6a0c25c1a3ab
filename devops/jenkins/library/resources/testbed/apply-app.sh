#!/bin/sh
# Applies the plan of a sandbox's app that was shown, and no other.
#   STACK              folder of the app's stack
#   ROBOT              folder with token and ca.crt of the sandbox's robot
#   KUBE_HOST          address of the API
set -eu
KUBE_TOKEN=$(cat "$ROBOT/token")
KUBE_CLUSTER_CA_CERT_DATA=$(cat "$ROBOT/ca.crt")
export KUBE_TOKEN KUBE_CLUSTER_CA_CERT_DATA
cd "$STACK"
terraform apply -input=false -no-color -lock-timeout=60s app.tfplan
