#!/usr/bin/env bash
# One account works in a book that its group shares; another of the group puts a link, a pipe or a
# second name in the place of what lies there, before a command and during it, and every window
# between two system calls is held open. Nothing of the first one's private book may change or be
# found in the shared folder. The private book lies on the same disk once, on another one once.
#
#     tests/two_accounts.sh            every window, long
#     tests/two_accounts.sh 9          every ninth
#
# KETNAP_BIN names another binary than the one that is built. Needs root, strace and setpriv (Debian: apt-get install strace util-linux).
set -euo pipefail
cd "$(dirname "$0")/.."
every=${1:-1}

for tool in strace setpriv; do
  command -v $tool >/dev/null || { echo "$tool is missing: apt-get install strace util-linux" >&2; exit 2; }
done
[ "$(id -u)" = 0 ] || { echo "only root may become two people" >&2; exit 2; }
[ -n "${KETNAP_BIN:-}" ] || cargo build --quiet
place=$(mktemp -d) other=$(mktemp -d -p /dev/shm)
trap 'rm -rf "$place" "$other"' EXIT
chmod 755 "$place" "$other"
cp "${KETNAP_BIN:-${CARGO_TARGET_DIR:-target}/debug/ketnap}" "$place/ketnap"
ketnap=$place/ketnap
export KETNAP_TODAY=2022-11-27 KETNAP_LANG=en RUST_BACKTRACE=0 KETNAP_CONFIG_DIR=$place/config
mkdir "$place/config"

group=61200 worker=61201 stranger=61202
# As the one whose private book is meant, or as the one who puts things in its way.
as() { local who=$1; shift; HOME=$place USER=n$who setpriv --reuid "$who" --regid "$who" --groups $group "$@"; }

marker=Kín-Riêng-Một-Mình
# The private book of the worker in $1.
private() {
  mkdir "$1"; chown $worker:$worker "$1"; chmod 700 "$1"
  as $worker env KETNAP_DATA_DIR="$1" "$ketnap" init --demo >/dev/null
  as $worker env KETNAP_DATA_DIR="$1" "$ketnap" set mau-26 "name=$marker" >/dev/null
  as $worker env KETNAP_DATA_DIR="$1" "$ketnap" note mau-24 "$marker" >/dev/null
  cp "$1/.local/undo.ron" "$1/.local/draft-a.ron"; chown $worker:$worker "$1/.local/draft-a.ron"
}
mkdir "$place/shared"; chown $worker:$group "$place/shared"; chmod 2770 "$place/shared"
as $worker env KETNAP_DATA_DIR="$place/shared" "$ketnap" init --demo --shared >/dev/null
as $worker env KETNAP_DATA_DIR="$place/shared" "$ketnap" note mau-24 "một" >/dev/null
as $worker touch "$place/shared/.local/draft-a.ron"
rm -rf "$place/shared/.backup"/*
cp -a "$place/shared" "$place/first"
private "$place/private"; private "$other/private"
replica=$(basename "$place"/shared/journal/*)

# Bytes, modes, owners, and times of a private book.
state() { (cd "$1" && find . -printf '%p %m %U %G %i %s %T@\n' | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum) ; }
state "$place/private" >"$place/was"; state "$other/private" >"$place/was-other"

failed=0 runs=0
wrong() { echo "WRONG: $*" >&2; failed=$((failed + 1)); }
look() {
  state "$place/private" | cmp -s - "$place/was" || { wrong "$*: the private book has changed"; state "$place/private" | diff - "$place/was" >&2 || true; }
  state "$other/private" | cmp -s - "$place/was-other" || wrong "$*: the private book on the other disk has changed"
  # A second name is a way in that the stranger made, not a copy that the program made.
  if find "$place/shared" -type f -links 1 -print0 | xargs -0 -r grep -l "$marker"; then wrong "$*: private content in the shared folder"; fi
  ! grep -q "$marker" "$place/out" || wrong "$*: private content on the screen"
}
lay() { rm -rf "$place/shared"; cp -a "$place/first" "$place/shared"; }
# Puts something in the place of $1 of the shared book: a link to, a second name of, $2; or a pipe.
swap() {
  local at=$place/shared/$1 kind=$2 target=$3
  case $kind in
    link) as $stranger sh -c 'mv -T "$1" "$1.moved" 2>/dev/null; ln -s "$2" "$1"' - "$at" "$target/$1" ;;
    pipe) as $stranger sh -c 'mv -T "$1" "$1.moved" 2>/dev/null; mkfifo -m 666 "$1"' - "$at" ;;
    # Where the system lets nobody link what is another's, root stands for the ones that do.
    name) [ -f "$target/$1" ] && [ "$(stat -c %d "$target")" = "$(stat -c %d "$place")" ] || return 1
          mv -T "$at" "$at.moved" 2>/dev/null || true; ln "$target/$1" "$at" ;;
  esac
}
# What the worker does.
work() { as $worker env KETNAP_DATA_DIR="$place/shared" timeout 30 "$@" "$ketnap" set mau-26 "residence=Thôn Mẫu" >"$place/out" 2>&1 </dev/null; }

targets="units .backup .local journal journal/$replica .local/lock .local/draft-a.ron .local/undo.ron units/cb-mau.ron book.ron"
targets=${targets/cb-mau/$(basename "$(grep -l "\"mau-26\"" "$place"/shared/units/*.ron)" .ron)}

for disk in "$place/private" "$other/private"; do
  # The journal has the replica's name in both, so that a link hits.
  private_replica=$(basename "$disk"/journal/*)
  [ -e "$disk/journal/$replica" ] || as $worker ln -s "$private_replica" "$disk/journal/$replica"
done
state "$place/private" >"$place/was"; state "$other/private" >"$place/was-other"

for disk in "$place/private" "$other/private"; do
  for target in $targets; do
    for kind in link pipe name; do
      lay
      swap "$target" $kind "$disk" || continue
      code=0; work || code=$?
      [ $code != 124 ] || wrong "$kind in place of $target before a save: it hangs"
      case $target in
        # A snapshot and a draft of somebody else are not needed for a save; a lock and what takes
        # edits back are made anew.
        .backup | .local/* | journal/*) ;;
        *) [ $code != 0 ] && [ -s "$place/out" ] || wrong "$kind in place of $target before a save: not told ($code)" ;;
      esac
      runs=$((runs + 1)); look "$kind in place of $target before a save"
      as $worker env KETNAP_DATA_DIR="$place/shared" timeout 30 "$ketnap" check >"$place/out" 2>&1 </dev/null || [ $? != 124 ] || wrong "check hangs"
      look "$kind in place of $target, check"
    done
  done
done
echo "$runs before a save: $failed wrong"

# During a save: after every n-th call that goes to a name, so long that the swap falls into it.
lay; touch "$place/trace"; chown $worker "$place/trace"
work strace -f -o "$place/trace"
names=openat2,openat,linkat,renameat,renameat2,unlinkat,mkdirat,newfstatat,statx,fsync
count=$(grep -cE "(${names//,/|})\(" "$place/trace" || true)
turn=0
for ((n = 20; n <= count; n += every)); do
  for target in $targets; do
    turn=$((turn + 1))
    kind=$([ $((turn % 3)) = 0 ] && echo pipe || echo link)
    disk=$([ $((turn % 2)) = 0 ] && echo "$place/private" || echo "$other/private")
    lay
    work strace -f -o /dev/null -e "trace=$names" -e "inject=$names:delay_exit=120000:when=$n" &
    sleep 0.17; swap "$target" $kind "$disk" || true
    code=0; wait $! || code=$?
    [ $code != 124 ] || wrong "$kind in place of $target during a save, $n: it hangs"
    runs=$((runs + 1)); look "$kind in place of $target during a save, $n"
  done
done
echo "$runs runs in all, windows at $count calls, every $every: $failed wrong"
[ $failed = 0 ]
