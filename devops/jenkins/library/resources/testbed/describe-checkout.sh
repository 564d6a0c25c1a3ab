#!/bin/sh
# Prints the Git tags that point at what is checked out, and the branches of the repository that it is on, a line each.
set -eu
git tag --points-at HEAD --format 'tag %(refname:lstrip=2)'
git branch --remotes --contains HEAD --list 'origin/*' --format 'branch %(refname:lstrip=3)'
