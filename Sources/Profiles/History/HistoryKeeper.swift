// Histories for later runs: while only rules and metrics change, nobody has to be linked again.

import EventStream
import Persona
private import Synchronization

/// Writes the histories of a run into a file of the cache. It is a class because threads share it.
final class HistoryKeeper: Sendable {
  private let file: DerivedFile
  /// The names in the cache of what the histories are made of.
  private let segments: [String]
  private let partitions: Mutex<[Int: Partition]> = Mutex([:])

  /// Where a partition lies.
  struct Partition: Sendable {
    var events: PackedColumns
    var eventRange: Range<Int>
    var profiles: PackedColumns
    var profileRange: Range<Int>
  }

  init(_ file: DerivedFile, segments: [String]) {
    self.file = file
    self.segments = segments
  }

  /// Keeps a partition; `nil` when there is no room, and then nothing is kept in the end.
  func keep(_ packed: PackedHistory, _ traits: TraitHistory, at partition: Int) -> StoredWords? {
    var events = packed.columns
    var profiles = PackedColumns(packed.rest.offsets, packed.rest.earlier, traits)
    guard let range = file.write(events.words), let profileRange = file.write(profiles.words) else {
      return nil
    }
    (events.words, profiles.words) = ([], [])
    let place = Partition(
      events: events, eventRange: range, profiles: profiles, profileRange: profileRange)
    partitions.withLock { $0[partition] = place }
    return .derived(file, range)
  }

  /// Ends the file.
  ///
  /// - Parameter key: tells what the histories were made of.
  func publish(_ graph: ProfileGraph, key: UInt128) {
    let partitions = partitions.withLock(\.self)
    var texts = PackedColumns(graph.histories.names.texts)
    guard partitions.count == graph.histories.count, let textRange = file.write(texts.words) else { return }
    texts.words = []
    var writer = ByteWriter()
    writer.write(key)
    texts.writePlace(textRange, to: &writer)
    graph.write(to: &writer)
    for partition in 0..<graph.histories.count { partitions[partition]?.write(to: &writer) }
    file.publish(writer.bytes, of: segments)
  }
}

extension HistoryKeeper.Partition {
  fileprivate func write(to writer: inout ByteWriter) {
    events.writePlace(eventRange, to: &writer)
    profiles.writePlace(profileRange, to: &writer)
  }

  init(_ reader: inout ByteReader) throws(DamagedBytes) {
    (events, eventRange) = try reader.place()
    (profiles, profileRange) = try reader.place()
  }
}

extension ByteReader {
  /// Columns without their words, and where these are.
  fileprivate mutating func place() throws(DamagedBytes) -> (PackedColumns, Range<Int>) {
    let columns = try PackedColumns(formFrom: &self)
    let (start, count) = (try count(), try count())
    guard count <= Int.max - start else { throw DamagedBytes() }
    return (columns, start..<start + count)
  }
}

extension PackedColumns {
  fileprivate func writePlace(_ range: Range<Int>, to writer: inout ByteWriter) {
    writeForm(to: &writer)
    writer.write(Int64(range.lowerBound))
    writer.write(Int64(range.count))
  }

  /// The same columns with their words. Throws when these are not those that were packed.
  fileprivate func read(_ range: Range<Int>, of file: DerivedFile) throws(Failure) -> PackedColumns {
    var columns = self
    columns.words = try file.words(range)
    guard columns.isIntact else { throw file.damage }
    return columns
  }

  fileprivate init(_ texts: TextDictionary) {
    self = PackedColumns.packing { writer in
      writer.add(texts.allBytes)
      writer.add(texts.ends.map { UInt64($0) })
    }
  }

  fileprivate var texts: TextDictionary {
    var reader = reader
    let bytes: [UInt8] = reader.read()
    return TextDictionary(bytes: bytes, ends: (reader.read() as [UInt64]).map { Int($0) })
  }

  /// What a partition has by profile, not by event.
  fileprivate init(_ offsets: [Int], _ earlier: [EarlierDays?], _ traits: TraitHistory) {
    self = PackedColumns.packing { writer in
      writer.add(offsets.map { UInt64($0) })
      writer.add(earlier.map { $0?.firstTime ?? EventBatch.noTime }, nothing: EventBatch.noTime)
      for path in [\EarlierDays.firstDay, \.lastDay, \.count] {
        writer.add(
          earlier.map { $0.map { Int64($0[keyPath: path]) } ?? EventBatch.noTime }, nothing: EventBatch.noTime
        )
      }
      writer.add(traits.offsets.map { UInt64($0) })
      writer.add(traits.records.map(\.profile))
      writer.add(traits.records.map(\.name))
      writer.add(traits.records.map(\.value))
      writer.add(traits.records.map(\.time), nothing: EventBatch.noTime)
      writer.add(traits.records.map(\.version), nothing: EventBatch.noTime)
      writer.add(traits.records.map { $0.counts ? 1 : 0 as UInt16 })
    }
  }

  /// The same back.
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
  fileprivate func write(to writer: inout ByteWriter) {
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
    writer.write(Int64(histories.count))
    writer.write(Int64(histories.shape.profilesEach))
    let names = histories.names
    for texts in [
      names.events.names, names.channels.names, names.screens.names, names.currencies.names,
      names.sourceNames,
      names.propertyNames, histories.traitNames,
    ] { writer.write(texts) { text, writer in writer.write(text) } }
  }

  /// The graph that an earlier run kept; `nil` when it was made of something else.
  ///
  /// - Parameter key: as in `HistoryKeeper.publish`.
  init?(_ file: DerivedFile, key: UInt128, resources: Resources) throws(Failure) {
    var places: [HistoryKeeper.Partition] = []
    do throws(DamagedBytes) {
      var reader = ByteReader(file.directory)
      guard try reader.number(UInt128.self) == key else { return nil }
      let (packedTexts, textRange) = try reader.place()
      guard let texts = try? packedTexts.read(textRange, of: file).texts else { throw DamagedBytes() }
      try self.init(&reader, texts: texts, resources)
      for _ in 0..<histories.count { places.append(try HistoryKeeper.Partition(&reader)) }
    } catch {
      throw file.damage
    }
    // All of it is looked at now: what comes after the reading of sources does not begin again without the cache.
    _ = try inParallel(
      places.count, threads: resources.threads, progress: resources.progress
    ) { [histories, places] partition throws(Failure) in
      let place = places[partition]
      let events = try place.events.read(place.eventRange, of: file)
      let profiles = try place.profiles.read(place.profileRange, of: file)
      let (offsets, earlier, traits) = profiles.profiles(traitNames: histories.traitNames)
      let rest = EventHistory(offsets: offsets, earlier: earlier, names: histories.names)
      histories.put(
        PackedHistory(rest: rest, columns: events), .derived(file, place.eventRange), traits, at: partition)
    }
  }

  private init(
    _ reader: inout ByteReader, texts: TextDictionary, _ resources: Resources
  ) throws(DamagedBytes) {
    let (count, forgottenCount, stoppedLinkCount) = (
      try reader.count(), try reader.count(), try reader.count()
    )
    let hasAmounts = try reader.flag()
    var counts = SourceCounts(sourceCount: 0)
    for path in [\SourceCounts.duplicates, \.events, \.unidentified] {
      counts[keyPath: path] = try reader.list { reader throws(DamagedBytes) in try reader.count() }
    }
    counts.spans = try reader.list { reader throws(DamagedBytes) in
      let isThere = try reader.flag()
      let span = Span(from: try reader.number(), to: try reader.number())
      return isThere ? span : nil
    }
    let (partitions, profilesEach) = (try reader.count(), try reader.count())
    var names: [[String]] = []
    for _ in 0..<7 {
      names.append(try reader.list { reader throws(DamagedBytes) in try reader.text() })
    }
    let histories = Histories(
      Histories.Shape(
        count: partitions, profileCount: count, profilesEach: profilesEach, traitNames: names[6]),
      names: SortedEventNames(
        events: names[0], channels: names[1], screens: names[2], currencies: names[3], texts: texts,
        sourceNames: names[4], propertyNames: names[5]),
      resources: resources)
    self.init(
      people: nil, count: count, forgottenCount: forgottenCount, stoppedLinkCount: stoppedLinkCount,
      histories: histories, counts: counts, hasAmounts: hasAmounts)
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
    sourceNames = names.sourceNames
    properties = names.propertyNames.map { Property(name: $0, texts: [], numbers: []) }
    texts = names.texts
  }
}
