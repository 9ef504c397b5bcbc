// The results as Markdown, and the page that holds them between two markers.

import Foundation

extension Results {
  static let begin = "<!-- benchmark:begin -->"
  static let end = "<!-- benchmark:end -->"

  /// Puts the tables between the markers of a page; nothing else of it changes.
  func write(to path: String) throws {
    let page = try String(contentsOfFile: path, encoding: .utf8)
    guard let begin = page.range(of: Self.begin), let end = page.range(of: Self.end),
      begin.upperBound <= end.lowerBound
    else { throw Failure("\(path) has no lines “\(Self.begin)” and “\(Self.end)”") }
    let changed = page.replacingCharacters(in: begin.upperBound..<end.lowerBound, with: "\n\(text)")
    try changed.write(toFile: path, atomically: true, encoding: .utf8)
    note("written to \(path)")
  }

  var text: String {
    let parts = [
      heading,
      table("Goals", ["work", "goal", "measured", "met"], goals.map(row)),
      table(
        "First sync",
        [
          "input", "program", "wall", "CPU", "memory", "ratio of wall", "ratio of CPU", "ratio of memory",
          "events",
        ],
        firstSyncs.flatMap(rows)),
      table(
        "Later syncs", ["input", "work", "wall", "CPU", "memory", "of the first sync"],
        laterSyncs.flatMap(rows)),
      table(
        "Personas", ["input", "personas", "first sync", "memory", "nothing new"], personaCounts.map(row)),
      table(
        "Commits of 50 changed personas", ["program", "wall", "CPU", "ratio of wall"],
        commits.map(rows) ?? []),
      table(
        "Start-up", ["command", "wall", "memory"],
        startUp.map {
          [["`--version`", Figures.time($0.median(\.wallSeconds)), Figures.memory($0.median(\.peakBytes))]]
        } ?? []),
      table(
        "Limits of the machine", ["what", "rate"], limits.map { [$0.words, Figures.rate($0.bytesPerSecond)] }),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func row(_ goal: Goal) -> [String] {
    [goal.work, goal.goal, goal.measured, goal.isMet.map { $0 ? "yes" : "**no**" } ?? "-"]
  }

  private func rows(_ sync: FirstSync) -> [[String]] {
    zip(sync.samples, sync.answers).enumerated().map { index, pair in
      let (samples, answer) = pair
      let name = [sync.input.words, samples.name]
      if samples.failure != nil { return name + ["failed", "", "", "", "", "", ""] }
      let ratios =
        index == 0
        ? ["", "", ""]
        : [\Usage.wallSeconds, \.cpuSeconds, \.peakBytes].map { figure in
          Figures.ratio(sync.ours.ratio(to: samples) { $0[keyPath: figure] })
        }
      return name + figures(samples) + ratios + [answer.map { Figures.count($0.events) } ?? ""]
    }
  }

  private func rows(_ syncs: LaterSyncs) -> [[String]] {
    [syncs.first, syncs.nothingNew, syncs.appended, syncs.rulesChanged, syncs.status].map { samples in
      let ratio = samples.name == "status" ? "" : Figures.ratio(samples.ratio(to: syncs.first, \.wallSeconds))
      return [syncs.input.words, samples.name] + figures(samples) + [ratio]
    }
  }

  private func row(_ count: PersonaCount) -> [String] {
    [
      count.input.words, Figures.count(count.personas), Figures.time(count.first.median(\.wallSeconds)),
      Figures.memory(count.first.median(\.peakBytes)), Figures.time(count.nothingNew.median(\.wallSeconds)),
    ]
  }

  private func rows(_ commits: Commits) -> [[String]] {
    let names = [
      "`persona-sync sync`, all of it", "`persona-sync sync --dry-run`",
      "`git add`, `git commit` for each", "`git fast-import` of all",
    ]
    let samples = [commits.sync, commits.dryRun, commits.gitCommit, commits.fastImport]
    return zip(names, samples).enumerated().map { index, pair in
      let (name, samples) = pair
      return [
        name, Figures.time(samples.median(\.wallSeconds)), Figures.time(samples.median(\.cpuSeconds)),
        index < 2 ? "" : Figures.ratio(commits.sync.ratio(to: samples, \.wallSeconds)),
      ]
    }
  }

  private func figures(_ samples: Samples) -> [String] {
    [
      Figures.time(samples.median(\.wallSeconds)), Figures.time(samples.median(\.cpuSeconds)),
      Figures.memory(samples.median(\.peakBytes)),
    ]
  }

  /// Nothing when there are no rows.
  private func table(_ title: String, _ columns: [String], _ rows: [[String]]) -> String {
    if rows.isEmpty { return "" }
    let lines = [columns, columns.map { _ in "---" }] + rows
    return "### \(title)\n\n"
      + lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }
}
