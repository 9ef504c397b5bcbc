// The histories that an earlier run kept.

import EventStream
import Persona

/// What everybody did, in a file of the cache, partition by partition.
struct KeptHistories: Sendable {
  let file: DerivedFile
  let shape: Histories.Shape
  let names: SortedEventNames
  fileprivate let partitions: [Partition]

  /// Where a partition lies.
  struct Partition: Sendable {
    var events: StoredColumns
    var profiles: StoredColumns
  }

  /// A partition with its words.
  struct Content {
    var events: PackedHistory
    var traits: TraitHistory
    /// Where the words of the events lie.
    var stored: StoredWords
  }

  func content(of partition: Int) throws(Failure) -> Content {
    let place = partitions[partition]
    let columns = try place.events.read(from: file)
    let (offsets, earlier, traits) = try place.profiles.read(from: file)
      .profiles(traitNames: shape.traitNames)
    let rest = EventHistory(offsets: offsets, earlier: earlier, names: names)
    return Content(
      events: PackedHistory(rest: rest, columns: columns), traits: traits,
      stored: .derived(file, place.events.range))
  }
}

extension PackedColumns {
  fileprivate var texts: TextDictionary {
    var reader = reader
    let bytes: [UInt8] = reader.read()
    return TextDictionary(bytes: bytes, ends: (reader.read() as [UInt64]).map { Int($0) })
  }

  /// What was packed of a partition by profile.
  fileprivate func profiles(
    traitNames: [String]
  ) -> (offsets: [Int], earlier: [EarlierDays?], traits: TraitHistory) {
    var reader = reader
    let offsets = (reader.read() as [UInt64]).map { Int($0) }
    let firstTimes: [Int64] = reader.read(nothing: EventBatch.noTime)
    let (firstDays, lastDays, counts): ([Int64], [Int64], [Int64]) = (
      reader.read(nothing: EventBatch.noTime), reader.read(nothing: EventBatch.noTime),
      reader.read(nothing: EventBatch.noTime)
    )
    let earlier = firstDays.indices.map { profile -> EarlierDays? in
      guard firstDays[profile] != EventBatch.noTime else { return nil }
      return EarlierDays(
        firstTime: firstTimes[profile], firstDay: Int32(firstDays[profile]),
        lastDay: Int32(lastDays[profile]), count: Int32(counts[profile]))
    }
    let traitOffsets = (reader.read() as [UInt64]).map { Int($0) }
    let (people, names, values): ([UInt32], [UInt16], [UInt32]) = (
      reader.read(), reader.read(), reader.read()
    )
    let (times, versions): ([Int64], [Int64]) = (
      reader.read(nothing: EventBatch.noTime), reader.read(nothing: EventBatch.noTime)
    )
    let flags: [UInt16] = reader.read()
    let records = people.indices.map { row in
      TraitRecord(
        profile: people[row], name: names[row], value: values[row], time: times[row], version: versions[row],
        counts: flags[row] == 1)
    }
    return (offsets, earlier, TraitHistory(offsets: traitOffsets, traitNames: traitNames, records: records))
  }
}

// MARK: A graph in a file

extension ProfileGraph {
  /// - Parameter texts: of properties, and of traits.
  func write(texts: [StoredColumns], _ partitions: [KeptHistories.Partition], to writer: inout ByteWriter) {
    for count in [count, forgottenCount, stoppedLinkCount] { writer.write(Int64(count)) }
    writer.write(hasAmounts)
    for counts in [duplicates, eventCounts, unidentified] {
      writer.write(counts) { count, writer in writer.write(Int64(count)) }
    }
    writer.write(spans) { span, writer in
      writer.write(span != nil)
      writer.write(span?.from ?? 0)
      writer.write(span?.to ?? 0)
    }
    writer.write(Int64(histories.shape.profilesEach))
    let names = histories.names
    for texts in [
      names.events.names, names.channels.names, names.screens.names, names.currencies.names,
      names.sources.map(\.name), names.sources.map { $0.decimalMark?.rawValue ?? "" },
      names.propertyNames, histories.traitNames,
    ] { writer.write(texts) { text, writer in writer.write(text) } }
    for texts in texts { texts.write(to: &writer) }
    writer.write(partitions) { partition, writer in
      partition.events.write(to: &writer)
      partition.profiles.write(to: &writer)
    }
  }

  /// The graph that an earlier run kept.
  init(_ kept: KeptGraph.Contents, _ resources: Resources) throws(Failure) {
    self = kept.graph(resources)
    // All of it is looked at now: what comes after the reading of sources does not begin again without the cache.
    _ = try inParallel(
      histories.count, threads: resources.threads, progress: resources.progress
    ) { [histories] partition throws(Failure) in
      let content = try kept.histories.content(of: partition)
      histories.put(content.events, content.stored, content.traits, at: partition)
    }
  }
}

extension KeptGraph {
  /// What `ProfileGraph.write` wrote.
  struct Contents: Sendable {
    let histories: KeptHistories
    private let counts: SourceCounts
    private let forgottenCount: Int
    private let stoppedLinkCount: Int
    private let hasAmounts: Bool

    init(_ reader: inout ByteReader, of file: DerivedFile) throws(DamagedBytes) {
      let profileCount = try reader.count()
      (forgottenCount, stoppedLinkCount) = (try reader.count(), try reader.count())
      hasAmounts = try reader.flag()
      var counts = SourceCounts(sourceCount: 0)
      for path in [\SourceCounts.duplicates, \.events, \.unidentified] {
        counts[keyPath: path] = try reader.list { reader throws(DamagedBytes) in try reader.count() }
      }
      counts.spans = try reader.list { reader throws(DamagedBytes) in
        let isThere = try reader.flag()
        let span = Span(from: try reader.number(), to: try reader.number())
        return isThere ? span : nil
      }
      self.counts = counts
      let profilesEach = try reader.count()
      var names: [[String]] = []
      for _ in 0..<8 {
        names.append(try reader.list { reader throws(DamagedBytes) in try reader.text() })
      }
      func texts() throws(DamagedBytes) -> TextDictionary {
        let stored = try StoredColumns(&reader)
        guard let texts = try? stored.read(from: file).texts else { throw DamagedBytes() }
        return texts
      }
      let (propertyTexts, traitTexts) = (try texts(), try texts())
      let partitions = try reader.list { reader throws(DamagedBytes) in
        KeptHistories.Partition(events: try StoredColumns(&reader), profiles: try StoredColumns(&reader))
      }
      histories = KeptHistories(
        file: file,
        shape: Histories.Shape(
          count: partitions.count, profileCount: profileCount, profilesEach: profilesEach,
          traitNames: names[7]),
        names: SortedEventNames(
          events: names[0], channels: names[1], screens: names[2], currencies: names[3],
          texts: propertyTexts, traitTexts: traitTexts,
          sources: zip(names[4], names[5]).map(EventHistory.Source.init(name:written:)),
          propertyNames: names[6]),
        partitions: partitions)
    }

    /// The graph, with nothing in its histories so far.
    fileprivate func graph(_ resources: Resources) -> ProfileGraph {
      ProfileGraph(
        count: histories.shape.profileCount, forgottenCount: forgottenCount,
        stoppedLinkCount: stoppedLinkCount,
        histories: Histories(histories.shape, names: histories.names, resources: resources),
        counts: counts, hasAmounts: hasAmounts)
    }
  }
}

extension EventHistory.Source {
  fileprivate init(name: String, written mark: String) {
    self.init(name: name, decimalMark: SourceMapping.DecimalMark(rawValue: mark))
  }
}

extension EventHistory {
  /// A history whose columns are still to come.
  fileprivate init(offsets: [Int], earlier: [EarlierDays?], names: SortedEventNames) {
    self.init(
      offsets: offsets, earlier: earlier, times: [],
      events: NamedColumn(codes: [], names: names.events.names),
      channels: NamedColumn(codes: [], names: names.channels.names),
      screens: NamedColumn(codes: [], names: names.screens.names),
      currencies: NamedColumn(codes: [], names: names.currencies.names))
    sourceList = names.sources
    properties = names.propertyNames.map { Property(name: $0, texts: [], numbers: []) }
    texts = names.texts
  }
}
