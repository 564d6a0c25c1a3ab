#!/bin/sh
# Plans a sandbox's app, shows the plan, and keeps it: as it is applied, and as JSON for the guard.
#   STACK              folder of the app's stack
#   ROBOT              folder with token and ca.crt of the sandbox's robot
#   KUBE_HOST          address of the API
#   DESTROY            set, the plan takes the app away
set -eu
KUBE_TOKEN=$(cat "$ROBOT/token")
KUBE_CLUSTER_CA_CERT_DATA=$(cat "$ROBOT/ca.crt")
export KUBE_TOKEN KUBE_CLUSTER_CA_CERT_DATA
cd "$STACK"
terraform init -input=false -no-color
terraform plan -input=false -no-color -lock-timeout=60s ${DESTROY:+-destroy} -out=app.tfplan
terraform show -json app.tfplan >plan.json
