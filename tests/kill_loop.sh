#!/usr/bin/env bash
# Kills the program at every system call of an edit, of a list taken over, of a move of forty people
# and of a start that mends a broken-off move, and looks at what the next start finds: all of the change or none of it.
#
#     tests/kill_loop.sh            every system call, some minutes
#     tests/kill_loop.sh 7          every seventh
#     tests/kill_loop.sh 1 take     only the list taken over; so also edit, move, start
#
# Needs strace (Debian: apt-get install strace).
set -euo pipefail
cd "$(dirname "$0")/.."
every=${1:-1}
parts=${2:-edit take move start}

command -v strace >/dev/null || { echo "strace is missing: apt-get install strace" >&2; exit 2; }
cargo build --quiet
suite=$(cargo test --test suite --no-run --message-format=json 2>/dev/null |
  sed -n 's/.*"executable":"\([^"]*\/suite-[^"]*\)".*/\1/p' | tail -n 1)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
# Copies, so that a build meanwhile changes nothing.
cp "${CARGO_TARGET_DIR:-target}/debug/ketnap" "$suite" "$place"
ketnap=$place/ketnap suite=$place/${suite##*/}
mkdir "$place/config"
export KETNAP_DATA_DIR=$place/data KETNAP_KILL_DIR=$place/data KETNAP_CONFIG_DIR=$place/config
export KETNAP_TODAY=2022-11-27 KETNAP_LANG=vi HOME=$place USER=mau RUST_BACKTRACE=0

# What is done to the book in $place/data.
edit() { "$@" "$ketnap" set mau-26 "name=Người Mẫu Hai"; }
forty=faults::kill::a_move_of_forty_killed_at_any_moment_is_whole_or_not_at_all
move() { KETNAP_KILL_PART=move "$@" "$suite" --exact --quiet --test-threads 1 "$forty"; }
start() { "$@" "$ketnap" info; }

# Units, numbers and people; who is new gets another id each time.
take() { "$@" "$ketnap" import "$place/list.csv" --new-units --yes --format json; }

# Whether the whole list is there: taken over again it gives nothing new.
whole() {
  "$ketnap" import "$place/list.csv" --new-units --dry-run --format json 2>/dev/null |
    tr -d ' \n' | grep -q '"counts":{"new":0,"filled":0,"conflict":0,"asked":0,"same":5,'
}

# The records, and nothing else.
records() { (cd "$1" && sha256sum book.ron units/*.ron) | sha256sum; }

# Puts a book in place of the one there is.
lay() { rm -rf "$place/data" && cp -a "$place/$1" "$place/data"; }

wants() { [[ " $parts " == *" $1 "* ]]; }

failed=0
wrong() { echo "WRONG: $*" >&2; failed=$((failed + 1)); }

# Kills one of the three at each system call. Before and after are given as books.
loop() {
  local what=$1 from=$2 before=$3 after=$4 kills=0 old=0 new=0 call count n found
  lay "$from"
  "$what" strace -f -o "$place/trace" >/dev/null 2>&1
  sed -n 's/^[0-9]* *\([a-z_0-9]*\)(.*/\1/p' "$place/trace" | sort | uniq -c >"$place/calls"
  while read -r count call; do
    for ((n = 1; n <= count; n += every)); do
      lay "$from"
      # A call that is not met as often this time, or not killable, leaves the program to its end.
      "$what" strace -f -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$n" \
        >/dev/null 2>&1 </dev/null || true
      kills=$((kills + 1))
      start >/dev/null 2>&1 || wrong "$what, $call $n: the book does not open"
      found=$(records "$place/data")
      if [ "$found" = "$after" ] || { [ "$after" = whole ] && [ "$found" != "$before" ] && whole; }; then new=$((new + 1))
      elif [ "$found" = "$before" ]; then old=$((old + 1))
      else wrong "$what, $call $n: neither before nor after"; fi
      start >/dev/null 2>&1
      [ "$(records "$place/data")" = "$found" ] || wrong "$what, $call $n: a second start differs"
      [ -z "$(find "$place/data" -name '*.tmp')" ] || wrong "$what, $call $n: a temporary file is left"
      if "$ketnap" check --format json | grep -q journal-damaged; then
        wrong "$what, $call $n: the journal is damaged"
      fi
    done
  done <"$place/calls"
  echo "$what: killed at $kills system calls; $old found as before, $new as after"
  if [ "$old" = 0 ] && [ "$before" != "$after" ]; then wrong "$what: never before"; fi
  if [ "$new" = 0 ]; then wrong "$what: never after"; fi
}

# An edit of the sample.
"$ketnap" init --demo >/dev/null 2>&1
"$ketnap" note mau-26 "Một" >/dev/null 2>&1
cp -a "$place/data" "$place/sample"
before=$(records "$place/data")
edit env >/dev/null 2>&1
if wants edit; then loop edit sample "$before" "$(records "$place/data")"; fi

# A list of two new cells, their numbers, and three people.
printf '%s\n' 'Kế hoạch số 12-KH/ĐU giao chỉ tiêu năm 2022' 'TT;Tên chi bộ;Chỉ tiêu' \
  '1;Chi bộ Mẫu Mới;3' '2;Chi bộ Mẫu Khác;2' '' 'Danh sách quần chúng' \
  'STT;Họ và tên;Ngày sinh;Chi bộ;Ngày họp công nhận' '1;Lê Văn Mẫu 9001;13/2/1999;Chi bộ Mẫu Mới;15/1/2022' \
  '2;Lê Thị Mẫu 9002;14/3/1998;Chi bộ Mẫu Mới;' '3;Lê Văn Mẫu 9003;15/4/1997;Chi bộ Mẫu Khác;' >"$place/list.csv"
lay sample
before=$(records "$place/data")
if wants take; then loop take sample "$before" whole; fi

# A move of forty people over eight cells.
rm -rf "$place/data"
KETNAP_KILL_PART=make "$suite" --exact --quiet "$forty" >/dev/null
cp -a "$place/data" "$place/forty"
before=$(records "$place/data")
move env >/dev/null
after=$(records "$place/data")
if wants move; then loop move forty "$before" "$after"; fi

# A start after the move was killed between two renames: committed, so it must be finished.
lay forty
move strace -f -o /dev/null -e trace=rename,renameat -e inject=rename,renameat:signal=KILL:when=4 >/dev/null 2>&1 || true
now=$(records "$place/data")
[ "$now" != "$before" ] && [ "$now" != "$after" ] || wrong "the move was not broken off half-way"
cp -a "$place/data" "$place/half"
if wants start; then loop start half "$after" "$after"; fi

if [ "$failed" = 0 ]; then echo "kill loop: every record before or after, none lost"; else
  echo "kill loop: $failed faults"
  exit 1
fi
