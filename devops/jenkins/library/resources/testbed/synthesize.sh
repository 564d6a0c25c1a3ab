#!/bin/sh
# Makes the stacks of a testbed from its description.
#   TESTBED_PLACE      the place
#   TESTBED_DIRECTORY  folder of testbed.yaml in the checkout
set -eu
# With CI set, a ledger that is behind is an error: nobody would commit what is written here.
export CI=true
npm ci --no-audit --no-fund
npm run synth
