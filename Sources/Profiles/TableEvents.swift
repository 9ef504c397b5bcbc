// The events behind a table, partition by partition: what questions about events are asked of.

import EventStream
import Persona

/// The events of a table's window. They may lie on disk, so that a question is a pass over all partitions;
/// questions that can be asked together should be.
struct TableEvents: Sendable {
  private enum Source: Sendable {
    case histories(Histories, TableRows, LocalCalendar, SessionRules)
    /// One partition, with what the other case computes.
    case columns(EventHistory, LocalTimes, sessions: [UInt32])
  }

  private let source: Source
  private let span: Span
  /// The whole weeks of the window.
  let weeks: WindowWeeks
  let threads: Int

  /// - Parameter firstEvent: the time of the window's first event.
  init(
    histories: Histories, rows: TableRows, span: Span, firstEvent: Int64?, calendar: LocalCalendar,
    sessions: SessionRules
  ) {
    source = .histories(histories, rows, calendar, sessions)
    self.span = span
    weeks = WindowWeeks(span, firstEvent: firstEvent, local: calendar.local)
    threads = histories.threads
  }

  /// The events of a table made by hand; its days are those of UTC.
  init(_ columns: ProfileTable.EventColumns, offsets: [Int], span: Span) {
    let history = EventHistory(
      offsets: offsets, times: columns.times,
      events: .init(codes: columns.events, names: columns.eventNames),
      channels: .init(codes: columns.channels, names: columns.channelNames),
      screens: .init(codes: columns.screens, names: columns.screenNames),
      currencies: .init(codes: [], names: []))
    let days = columns.times.map { Int32(truncatingIfNeeded: LocalCalendar.day(ofLocal: $0)) }
    source = .columns(
      history, LocalTimes(days: days, hoursOfWeek: columns.hoursOfWeek), sessions: columns.sessions)
    self.span = span
    weeks = WindowWeeks(span, firstEvent: columns.times.min(), local: { $0 })
    threads = 1
  }

  var partitionCount: Int {
    switch source {
    case .histories(let histories, _, _, _): histories.count
    case .columns: 1
    }
  }

  var eventNames: [String] { names(\.events, \.events) }
  var channelNames: [String] { names(\.channels, \.channels) }
  var screenNames: [String] { names(\.screens, \.screens) }

  private func names(
    _ shared: (SortedEventNames) -> SortedNames, _ own: (EventHistory) -> EventHistory.NamedColumn
  ) -> [String] {
    switch source {
    case .histories(let histories, _, _, _): shared(histories.names).names
    case .columns(let history, _, _): own(history).names
    }
  }

  /// The events of one partition.
  func part(_ partition: Int) throws(Failure) -> Part {
    switch source {
    case .histories(let histories, let rows, let calendar, let rules):
      let window = WindowEvents(
        history: try histories.events(of: partition), places: rows.places[partition], span: span)
      return Part(
        window: window, firstProfile: rows.firstRows[partition], localTime: { calendar.local($0) },
        localTimes: { LocalTimes(of: window.history, calendar) },
        sessions: { window.sessionNumbers(by: rules) })
    case .columns(let history, let times, let sessions):
      return Part(
        window: WindowEvents(
          history: history, places: Array(0..<history.offsets.count - 1), span: span), firstProfile: 0,
        localTime: { $0 },
        localTimes: { times },
        sessions: { sessions })
    }
  }

  struct Part {
    let window: WindowEvents
    /// The table's index of the partition's first profile.
    let firstProfile: Int
    let localTime: (Int64) -> Int64
    /// Made when they are asked for.
    let localTimes: () -> LocalTimes
    let sessions: () -> [UInt32]
  }

  /// Calls `body` for each partition; every thread takes each `threads`-th and gathers in a value of its own.
  func gather<Gathered: Sendable>(
    _ start: Gathered, _ body: @escaping @Sendable (Part, inout Gathered) throws(Failure) -> Void
  ) throws(Failure) -> [Gathered] {
    try inParallel(threads, threads: threads) { thread throws(Failure) in
      var gathered = start
      for partition in stride(from: thread, to: partitionCount, by: threads) {
        try body(try part(partition), &gathered)
      }
      return gathered
    }
  }
}
