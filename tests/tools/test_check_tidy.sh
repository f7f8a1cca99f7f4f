#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Plants a breach of each limit into a small tree and sees tools/check_tidy name it.
# shellcheck source=tests/tools/claims.sh
. "$(dirname "$0")/claims.sh"

lines() { # count text
    awk -v count="$1" -v text="$2" 'BEGIN { for (i = 0; i < count; i++) print text }'
}

# One function with a comment above, its unit test, and a decision.
clean_tree() {
    rm -rf "$WORK/tree"
    mkdir -p "$WORK/tree/tools" && cd "$WORK/tree" || exit 1
    mkdir -p harness/base tests/unit/base docs/decisions
    cp "$SOURCE/tools/check_tidy" tools/
    printf '/* SPDX-License-Identifier: Apache-2.0\n * Why. */\nint tkg_one(int two,\n' >harness/base/one.c
    printf '            int three)\n{\n    return two;\n}\nint a;\nint b;\n' >>harness/base/one.c
    cp harness/base/one.c tests/unit/base/test_one.c
    : >docs/decisions/0001-first.md
}

clean_tree
try tools/check_tidy
exits 0 "a tree within the limits passes"
says "function length, median            5 lines" "a function counts from its signature to its brace"
says "comment lines                  22.22 %" "two lines of nine are comment"
says "1 functions, 9 source lines, 9 test lines" "lines are counted"

clean_tree
lines 1 "/* $(lines 95 x | tr -d '\n') */" >>harness/base/one.c
try tools/check_tidy
exits 1 "a breach fails"
says "harness/base/one.c:10: columns: 101 columns" "lines are at most 100 columns"

clean_tree
lines 1 "/* $(lines 50 'ää' | tr -d '\n') */" | cut -c1-130 >>harness/base/one.c
try tools/check_tidy
silent_about columns "columns are characters, not bytes"

clean_tree
printf '\tint a;\n' >>harness/base/one.c
try tools/check_tidy
says "harness/base/one.c:10: tabs" "no tabs in C"

clean_tree
lines 800 '/* long */' >>harness/base/one.c
try tools/check_tidy
says "harness/base/one.c:800: file-size: 809 lines" "files are at most 800 lines"
says "comment lines                  99.13 %  (10 to 35)  BROKEN" "comment has an upper limit"
says "test lines per source line   0.01112  (0.8 to 100)  BROKEN" "tests keep up with the source"

clean_tree
{ sed 1q harness/base/one.c; lines 199 ' * x'; echo ' */'; } >harness/base/one.h
try tools/check_tidy
says "harness/base/one.h:200: header-size: 201 lines" "headers are at most 200 lines"

clean_tree
{ printf 'int tkg_long(void)\n{\n'; lines 68 '    ;'; echo '}'; } >>tests/unit/base/test_one.c
try tools/check_tidy
says "tests/unit/base/test_one.c:10: function-size: 71 lines" "functions are at most 70 lines"

clean_tree
for name in a b c; do
    { printf 'int tkg_%s(void)\n{\n' $name; lines 11 '    ;'; echo '}'; } >>harness/base/one.c
done
cp harness/base/one.c tests/unit/base/test_one.c
try tools/check_tidy
says "function length, median           14 lines  (0 to 12)  BROKEN" "half of them at most 12"

clean_tree
cp harness/base/one.c harness/base/two.c
try tools/check_tidy
says "harness/base/two.c:1: unit-test: tests/unit/base/test_two.c does not exist" "each file has a test"
mv harness/base/two.c harness/base/main.c
cat harness/base/main.c >>tests/unit/base/test_one.c
try tools/check_tidy
exits 0 "but main.c"

clean_tree
mkdir harness/host
cp harness/base/one.c harness/host/one.c
try tools/check_tidy
says "harness/host/one.c:1: unique-name: the file name is taken by harness/base/one.c" \
    "file names are unique"

clean_tree
sed 1d tests/unit/base/test_one.c >t && mv t tests/unit/base/test_one.c
try tools/check_tidy
says "tests/unit/base/test_one.c:1: spdx" "each file names its licence"

clean_tree
printf '#!/bin/sh\n\n' >tools/script.sh
try tools/check_tidy
says "tools/script.sh:2: spdx" "scripts, too"

clean_tree
printf '/* TOD%s: later */\n' O >>harness/base/one.c
try tools/check_tidy
says "harness/base/one.c:10: unfinished" "nothing is left for later"

clean_tree
printf 'const char *p = "/ho%s/x";\n' me >>harness/base/one.c
printf 'char t[] = "/tm%s/case-XXXXXX";\n' p >>tests/unit/base/test_one.c
try tools/check_tidy
says "harness/base/one.c:10: path-in-source" "no path of one machine"
silent_about test_one "but templates for mkdtemp in tests"

clean_tree
head -c 262145 /dev/zero >docs/blob.png
try tools/check_tidy
says "docs/blob.png:1: blob" "no file above 256 KiB"

clean_tree
: >docs/decisions/0001-second.md
try tools/check_tidy
says "docs/decisions/0001-second.md:1: unique-decision: number 0001 is taken" "decisions are numbered once"

clean_tree
printf '# why\ncolumns harness/base/one.c a table\n' >tools/tidy_exceptions.txt
try tools/check_tidy
says 'unused: "columns harness/base/one.c" is no longer needed' "an idle exception is refused"
lines 1 "/* $(lines 95 x | tr -d '\n') */" >>harness/base/one.c
try tools/check_tidy
exits 0 "one that is needed holds"

end_of_claims
