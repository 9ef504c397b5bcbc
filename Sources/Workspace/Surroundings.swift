// What the process stands in: environment variables and the clock. Its own value, so that a test can fix both
// and nothing below it reads either.

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The environment and the clock, as one value.
public struct Surroundings: Sendable {
  /// A time with the offset of the place where it was read.
  public struct Moment: Sendable, Hashable {
    /// Seconds since 1970 UTC.
    public var seconds: Int64
    /// Minutes east of UTC.
    public var offsetMinutes: Int

    public init(seconds: Int64, offsetMinutes: Int) {
      self.seconds = seconds
      self.offsetMinutes = offsetMinutes
    }
  }

  public var environment: [String: String]
  public var now: @Sendable () -> Moment

  public init(environment: [String: String], now: @escaping @Sendable () -> Moment) {
    self.environment = environment
    self.now = now
  }

  /// The environment, the clock and the time zone of this process.
  public static var process: Surroundings {
    Surroundings(environment: ProcessInfo.processInfo.environment) {
      var seconds = time(nil)
      var local = unsafe tm()
      unsafe localtime_r(&seconds, &local)
      return Moment(seconds: Int64(seconds), offsetMinutes: unsafe local.tm_gmtoff / 60)
    }
  }

  /// The value of a variable; nil when it is unset or empty.
  func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
