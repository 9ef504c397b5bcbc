// Branches that both synced: git's own merge, rebase, cherry-pick and stash run the driver that `init` registers.

import Foundation
import Testing

@Suite("Branches that both synced")
struct MergeTests {
  /// Two branches, `early` with data up to the 14th and `late` up to the 18th, both from a sync of the 10th. Each has
  /// words of its own, at different places.
  private static let branches = #"""
    . "$PACKAGE/Tests/ScenarioTests/Setup/shop.sh"
    printf '\nA line of its own.\n\nThe last line.\n' >> personas/regular.md
    persona-sync init >/dev/null; git add .; git commit -qm 'workspace: attributes'
    persona-sync sync --as-of 2026-05-10 >/dev/null
    git switch -qc early
    sed -i 's/^Comes several/Rita comes several/' personas/regular.md
    persona-sync sync --as-of 2026-05-14 >/dev/null
    git switch -qc late main
    sed -i 's/^The last line\./The very last line./' personas/regular.md
    persona-sync sync --as-of 2026-05-18 >/dev/null
    git tag latest
    """#

  /// The same evolutions and the same words, without a branch.
  private static let unbranched = #"""
    . "$PACKAGE/Tests/ScenarioTests/Setup/shop.sh"
    printf '\nA line of its own.\n\nThe last line.\n' >> personas/regular.md
    persona-sync init >/dev/null; git add .; git commit -qm 'workspace: attributes'
    persona-sync sync --as-of 2026-05-10 >/dev/null
    sed -i 's/^Comes several/Rita comes several/; s/^The last line\./The very last line./' personas/regular.md
    persona-sync sync >/dev/null
    """#

  private func files(_ stage: Stage) throws -> String {
    try stage.run("cat personas/regular.md evidence/regular.json evidence/regular.svg")
  }

  /// Runs commands that must succeed.
  @discardableResult
  private func run(_ stage: Stage, _ commands: String) throws -> String {
    let output = try stage.run("set -e\n" + commands)
    #expect(!output.contains("[exit "), "\(commands)\n\(output)")
    return output
  }

  /// Nothing that git could object to, and nothing uncommitted.
  private func expectWhole(_ stage: Stage) throws {
    #expect(try stage.run("git fsck --strict --no-dangling; git status --porcelain") == "")
  }

  @Test(
    "merge, rebase, cherry-pick and pull end in the bytes of a workspace that never branched",
    arguments: [
      "git switch -q early; git merge -q late -m merged",
      "git switch -q late; git merge -q early -m merged",
      "git switch -q early; git rebase -q late",
      "git switch -q late; git rebase -q early",
      "git switch -q early; git cherry-pick main..late",
      "git switch -q late; git cherry-pick early~1",
      "git switch -q early; git pull -q --rebase . late",
      "git switch -q early; git pull -q --no-rebase . late",
      "git switch -q main; git merge -q early; git merge -q late -m merged",
    ])
  func endsAlike(commands: String) throws {
    let stage = try Stage()
    try run(stage, Self.branches)
    try run(stage, "exec >/dev/null 2>&1; " + commands)
    // The tool's part is the later one's, whole.
    #expect(try stage.run("git diff latest -- evidence") == "")
    #expect(
      try stage.run("git diff latest -- personas | grep '^[-+]' | grep -v -e '---' -e '+++'") == """
        -Comes several times a week, mostly in the evening.
        +Rita comes several times a week, mostly in the evening.

        """)
    try expectWhole(stage)
    try run(stage, "persona-sync sync")
    try expectWhole(stage)
    let plain = try Stage()
    try run(plain, Self.unbranched)
    #expect(try files(stage) == files(plain))
    #expect(try stage.run("persona-sync sync 2>/dev/null | tail -1") == "unchanged  regular\n")
  }

  /// Of branch `early` words inside the block; of `main` newer data.
  private static let wordsInTheBlock = #"""
    . "$PACKAGE/Tests/ScenarioTests/Setup/shop.sh"
    persona-sync init >/dev/null; git add .; git commit -qm 'workspace: attributes'
    persona-sync sync --as-of 2026-05-10 >/dev/null
    git switch -qc early
    sed -i 's/^- Channels: .*/&\n- On the train, says Rita./' personas/regular.md
    persona-sync sync --as-of 2026-05-14 >/dev/null
    grep -q 'On the train' personas/regular.md
    git switch -q main; persona-sync sync --as-of 2026-05-18 >/dev/null; git switch -q early
    """#

  @Test("words inside the block of one branch stay beside the newer data of the other")
  func mergedWordsInTheBlock() throws {
    let stage = try Stage()
    try run(stage, Self.wordsInTheBlock + "\ngit merge main >/dev/null 2>&1")
    try run(stage, "persona-sync sync")
    #expect(try stage.run("grep -c 'On the train' personas/regular.md") == "1\n")
    #expect(try stage.run("persona-sync sync 2>/dev/null | tail -1") == "unchanged  regular\n")
    try expectWhole(stage)
  }

  @Test(
    "where a rebase left nothing that knows what the tool wrote, words inside the block are shown and stay")
  func rebasedWordsInTheBlock() throws {
    let stage = try Stage()
    try run(stage, Self.wordsInTheBlock + "\ngit rebase main >/dev/null 2>&1")
    let output = try stage.run("persona-sync sync")
    #expect(output.contains("conflict   regular\n") && output.contains("- On the train, says Rita.\n"))
    #expect(try stage.run("grep -c 'On the train' personas/regular.md") == "1\n")
    try expectWhole(stage)
  }

  @Test("edits come back from the stash beside a block that has changed")
  func stash() throws {
    let stage = try Stage()
    try run(
      stage,
      Self.branches + #"""

        git switch -q early
        sed -i 's/^The last line\./The very last line./' personas/regular.md
        git stash -q; persona-sync sync --as-of 2026-05-18 >/dev/null; git stash pop -q
        """#)
    #expect(
      try stage.run("git diff | grep '^[-+]' | grep -v -e '---' -e '+++'") == """
        -The last line.
        +The very last line.

        """)
    try run(stage, "persona-sync sync")
    let plain = try Stage()
    try run(plain, Self.unbranched)
    #expect(try files(stage) == files(plain))
  }

  @Test("two clones that sync on a schedule and pull with rebase stay in step")
  func clones() throws {
    let stage = try Stage()
    try run(
      stage,
      Self.unbranched + #"""

        persona-sync sync --as-of 2026-05-12 >/dev/null
        git clone -q --bare . ../hub.git; git remote add origin ../hub.git; git fetch -q
        git branch -q --set-upstream-to=origin/main
        git clone -q ../hub.git ../other; cp -r data ../other/; persona-sync init ../other >/dev/null
        for day in 14 16 18; do
          persona-sync sync --as-of 2026-05-$day >/dev/null
          (cd ../other; sed -i "s/^A line of its own.*/A line of its own, on $day May./" personas/regular.md
            persona-sync sync --as-of 2026-05-$((day + 1)) >/dev/null
            git pull -q --rebase && git push -q)
          git pull -q --rebase; git push -q
        done
        persona-sync sync >/dev/null; git push -q; cd ../other; git pull -q --rebase
        persona-sync sync
        """#)
    #expect(try stage.run("diff -r personas ../other/personas && diff -r evidence ../other/evidence") == "")
    #expect(try stage.run("grep 'its own' personas/regular.md") == "A line of its own, on 18 May.\n")
    try expectWhole(stage)
    let plain = try Stage()
    try run(plain, Self.unbranched)
    #expect(
      try files(stage) == files(plain).replacing("A line of its own.", with: "A line of its own, on 18 May."))
  }

  @Test(
    "words that conflict are shown as git shows them, and the block beside them is whole",
    arguments: ["merge", "diff3", "zdiff3"])
  func conflict(style: String) throws {
    let stage = try Stage()
    // In both branches the lines just before the block conflict, and those after it.
    try run(
      stage,
      Self.branches + "\ngit config merge.conflictStyle \(style)\n" + #"""
        for branch in early late; do
          git switch -q $branch
          sed -i "s/^The .*last line\./The last line of $branch./" personas/regular.md
          echo "Below, $branch." >> personas/regular.md
          git commit -qam words
        done
        """#)
    let output = try stage.run("git merge early")
    #expect(
      output.hasSuffix("[exit 1]\n")
        && output.contains("CONFLICT (content): Merge conflict in personas/regular.md"))
    // What git makes of the words, with one and the same text in the place of the blocks.
    let words = #"sed '/persona-sync:begin/,/persona-sync:end/c 1\n2\n3\n4\n5'"#
    // git tells the names of the sides to a driver from 2.44 on.
    let nameless = #"sed 's/^\([<|>]\{7\}\) .*/\1/'"#
    let expected = try run(
      stage,
      """
      for side in main late early; do git show $side:personas/regular.md | \(words) > ../$side; done
      git merge-file -p \(style == "merge" ? "" : "--" + style) ../late ../main ../early | \(nameless) || true
      """)
    #expect(expected.split(separator: "\n").count { $0 == "<<<<<<<" } == 2)
    #expect(try stage.run("\(words) personas/regular.md | \(nameless)") == expected)
    // The block of the later side, and nothing of git's inside it.
    let block = "sed -n '/persona-sync:begin/,/persona-sync:end/p'"
    #expect(
      try stage.run("\(block) personas/regular.md")
        == stage.run("git show late:personas/regular.md | \(block)"))
    #expect(try stage.run("git diff --name-only --diff-filter=U") == "personas/regular.md\n")
    #expect(try stage.run("persona-sync sync").contains("a merge is in progress"))

    try run(
      stage,
      #"""
      sed -i '/^<<<<<<</d; /^|||||||/,/^=======/d; /^=======/d; /^>>>>>>>/d' personas/regular.md
      git add personas; git commit -qm merged
      persona-sync sync
      """#)
    try expectWhole(stage)
    #expect(try stage.run("grep -c 'Below' personas/regular.md") == "2\n")
  }

  @Test("words that somebody wrote into the block of one branch are kept")
  func editedBlock() throws {
    let stage = try Stage()
    try run(
      stage,
      Self.branches + #"""

        git switch -q early
        sed -i 's/^- Channels: .*/&\n- On the train, says Rita./' personas/regular.md
        git commit -qam 'regular: a note'
        git switch -q late; git merge -q early -m merged
        persona-sync sync
        """#)
    #expect(
      try stage.run("grep -A1 '^- Channels' personas/regular.md | tail -1") == "- On the train, says Rita.\n")
    #expect(try stage.run("grep 'to 20 May 2026' personas/regular.md").contains("people"))
    try expectWhole(stage)
  }

  @Test(
    "a block that may not show figures any more wins over one with newer ones",
    arguments: [("early", "late"), ("late", "early")])
  func withdrawn(ours: String, theirs: String) throws {
    let stage = try Stage()
    try run(
      stage,
      Self.branches + #"""

        git switch -q early
        printf 'privacy: { minimum_group: 60 }\n' >> persona-sync.yml
        persona-sync sync >/dev/null
        git commit -qam 'workspace: larger groups'
        git switch -q late; grep -q ' of 80 people' personas/regular.md
        """#)
    // Evidence that one side took away and the other changed is for people to decide on.
    let output = try stage.run("git switch -q \(ours); git merge -q \(theirs) -m merged")
    #expect(output.contains("CONFLICT") && !output.contains("conflict in personas"), "\(output)")
    let text = try stage.run("cat personas/regular.md")
    #expect(text.contains("persona-sync:begin") && !text.contains(" of 80 people"), "\(text)")
  }

  @Test("words that two people wrote into the blocks of two branches are kept, as a conflict where need be")
  func editedBlocks() throws {
    let stage = try Stage()
    try run(
      stage,
      Self.branches + #"""

        for branch in early late; do
          git switch -q $branch
          sed -i "s/^- Channels: .*/&\n- On the train, says $branch./" personas/regular.md
          git commit -qam 'regular: a note'
        done
        """#)
    #expect(try stage.run("git merge -q early -m merged").contains("CONFLICT"))
    let text = try stage.run("cat personas/regular.md")
    for words in ["says early.", "says late.", "Rita comes several", "very last line", "<<<<<<<"] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test("a persona that both branches add merges")
  func added() throws {
    let stage = try Stage()
    try run(
      stage,
      Self.branches + #"""

        git show main~1:personas/regular.md | sed 's/^# Rita.*/# Otto/' > ../otto.md
        git switch -q early; cp ../otto.md personas/; persona-sync sync --as-of 2026-05-14 >/dev/null
        git switch -q late; cp ../otto.md personas/; persona-sync sync --as-of 2026-05-18 >/dev/null
        git tag -f latest >/dev/null; git switch -q early; git merge -q late -m merged
        """#)
    #expect(try stage.run("git diff latest -- evidence personas/otto.md") == "")
  }

  @Test("JSON personas merge as well")
  func json() throws {
    let stage = try Stage()
    try run(
      stage,
      #"""
      . "$PACKAGE/Tests/ScenarioTests/Setup/shop.sh"
      git rm -q personas/regular.md; mkdir -p personas
      cat > personas/rita.json <<'END'
      {
        "name": "Rita",
        "match": { "metric": "active_days", "at_least": 5 },
        "first": "one",
        "second": "two",
        "third": "three",
        "fourth": "four"
      }
      END
      persona-sync init >/dev/null; git add .; git commit -qm 'workspace: attributes'
      git switch -qc early; sed -i 's/"one"/"1"/' personas/rita.json
      persona-sync sync --as-of 2026-05-14 >/dev/null
      git switch -qc late main; sed -i 's/"four"/"4"/' personas/rita.json
      persona-sync sync --as-of 2026-05-18 >/dev/null; git tag latest
      git merge -q early -m merged
      """#)
    #expect(
      try stage.run("git diff latest -- evidence; git diff latest -- personas | grep '^[-+] '") == """
        -  "first": "one",
        +  "first": "1",

        """)
    try run(stage, "persona-sync sync; python3 -m json.tool personas/rita.json > /dev/null")
    try expectWhole(stage)
  }

  @Test(
    "where the program is not found git merges as it does other files, and no words are lost",
    arguments: ["merge", "diff3"])
  func programNotFound(style: String) throws {
    let stage = try Stage()
    try run(
      stage,
      Self.branches + "\ngit config merge.conflictStyle \(style)\n" + #"""
        for branch in early late; do
          git switch -q $branch
          sed -i "s/^Comes several.*/On $branch days, alone./; s/^Rita comes.*/On $branch days, alone./" personas/regular.md
          git commit -qam words
        done
        """#)
    let merge = "PATH=/usr/bin:/bin git merge early 2>/dev/null"
    // git tells the names of the sides to a driver from 2.44 on.
    let files = #"""
      git status --porcelain; cat personas/regular.md evidence/* | sed 's/^\([<|>]\{7\}\) .*/\1/'
      """#
    let output = try stage.run(merge)
    #expect(output.contains("CONFLICT (content): Merge conflict in personas/regular.md"))
    let merged = try stage.run(files)
    #expect(merged.contains("\nOn late days, alone.\n") && merged.contains("\nOn early days, alone.\n"))
    try run(stage, "git merge --abort; git config --remove-section merge.persona-sync")
    #expect(try stage.run(merge).contains("CONFLICT (content)"))
    #expect(try stage.run(files) == merged)
  }

  @Test("a merge that cannot be made is told apart from a conflict, and nothing is written")
  func cannotMerge() throws {
    let stage = try Stage()
    let output = try stage.run(
      "echo ours > ours; persona-sync merge-driver -- gone ours ours 7 personas/jen.md")
    #expect(output.hasPrefix("error: cannot read gone\n") && output.hasSuffix("\n[exit 2]\n"))
    #expect(try stage.run("cat ours") == "ours\n")
  }

  @Test("init brings a driver of an earlier version up to date, and leaves one that somebody else set")
  func earlierDriver() throws {
    let stage = try Stage()
    let setting = "git config merge.persona-sync.driver"
    try run(stage, "git init -q .; persona-sync init >/dev/null; cp .git/config ../config")
    try run(stage, "persona-sync init >/dev/null; diff .git/config ../config")
    let earlier = "persona-sync merge-driver -- %O %A %B %L %P %S %X %Y"
    for path in ["$PATH", "/usr/bin:/bin"] {
      try run(
        stage,
        "program=$(command -v persona-sync); \(setting) '\(earlier)'; PATH=\(path) $program init >/dev/null")
      #expect(try stage.run("diff .git/config ../config") == "")
    }
    try run(stage, "\(setting) 'mine %A'; persona-sync init >/dev/null")
    #expect(try stage.run(setting) == "mine %A\n")
  }

  @Test("without a driver git merges as it does other files")
  func unregistered() throws {
    let stage = try Stage()
    try run(stage, Self.branches + "\ngit config --remove-section merge.persona-sync")
    let output = try stage.run("git merge early")
    #expect(output.contains("CONFLICT (content): Merge conflict in evidence/regular.json"))
    #expect(try stage.run("git merge --abort; git status --porcelain") == "")
    // Where the program is not found, init does not register what would fail at every merge.
    let path = "PATH=/usr/bin:/bin"
    let absent = try stage.run("program=$(command -v persona-sync); \(path) $program init | grep merge")
    #expect(
      absent == """
          not set  merge.persona-sync.driver, for branches that both synced: no persona-sync in PATH; run init again with one

        """)
    #expect(try stage.run("git config --get-regexp '^merge[.]'") == "[exit 1]\n")
  }
}
