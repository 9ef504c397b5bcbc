// Histories for later runs: while only rules and metrics change, nobody has to be linked again, and when something is new,
// most of what was known is where it belongs.

import EventStream
import Persona
private import Synchronization

/// Writes the histories of a run into a file of the cache. It is a class because threads share it.
final class HistoryKeeper: Sendable {
  private let file: DerivedFile
  private let kept: Mutex<Kept> = Mutex(Kept())

  private struct Kept {
    var partitions: [Int: KeptHistories.Partition] = [:]
    var segments: [Int: KeptRun.Segment] = [:]
  }

  init(_ file: DerivedFile) { self.file = file }

  /// Keeps a partition; `nil` when there is no room, and then nothing is kept in the end.
  func keep(_ packed: PackedHistory, _ traits: TraitHistory, at partition: Int) -> StoredWords? {
    guard let events = StoredColumns(packed.columns, in: file),
      let profiles = StoredColumns(
        PackedColumns(packed.rest.offsets, packed.rest.earlier, traits), in: file)
    else { return nil }
    kept.withLock {
      $0.partitions[partition] = KeptHistories.Partition(events: events, profiles: profiles)
    }
    return .derived(file, events.range)
  }

  /// Keeps whose the records of a segment are.
  ///
  /// - Parameter profiles: of each of its sets of identifiers.
  func keep(_ logged: LoggedSegment, _ profiles: [Int32], _ counter: EventCounter, at index: Int) {
    guard let name = logged.segment.cacheName,
      let stored = StoredColumns(PackedColumns(profilesOfSets: profiles), in: file)
    else { return }
    kept.withLock {
      $0.segments[index] = KeptRun.Segment(
        name: name, source: logged.source, hasEvents: !logged.segment.isAbsent(.events), counter: counter,
        profiles: stored)
    }
  }

  /// Ends the file.
  ///
  /// - Parameters:
  ///   - keys: tell what the histories were made of.
  ///   - end: of the events up to then only days are kept.
  ///   - begun: the same of the run that linked everybody from nothing.
  func publish(_ graph: ProfileGraph, _ repeated: RepeatedRows, keys: KeptKeys, end: Int64, begun: Int64) {
    let kept = kept.withLock(\.self)
    let segments = kept.segments.sorted { $0.key < $1.key }.map(\.value)
    let partitions = kept.partitions.sorted { $0.key < $1.key }.map(\.value)
    guard partitions.count == graph.histories.count, segments.count == repeated.rows.count,
      let texts = StoredColumns(PackedColumns(graph.histories.names.texts), in: file),
      let traitTexts = StoredColumns(PackedColumns(graph.histories.names.traitTexts), in: file),
      let repeats = StoredColumns(PackedColumns(repeated), in: file)
    else { return }
    var writer = ByteWriter()
    keys.write(to: &writer)
    graph.write(texts: [texts, traitTexts], partitions, to: &writer)
    writer.write(end)
    writer.write(begun)
    repeats.write(to: &writer)
    writer.write(segments) { segment, writer in segment.write(to: &writer) }
    file.publish(writer.bytes, of: segments.map(\.name))
  }
}

extension PackedColumns {
  fileprivate init(_ texts: TextDictionary) {
    self = PackedColumns.packing { writer in
      writer.add(texts.allBytes)
      writer.add(texts.ends.map { UInt64($0) })
    }
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
}
